// `APP`, the host's one global object (contracts/kommo-widget.md 2.8), and the session behind it.

/** What the server wrote into the page about account and acting user. */
export const session = JSON.parse(document.getElementById('host_session').textContent)

/** Switches of the page, from its address; README.md lists them. */
export const query = new URLSearchParams(location.search)

/** Every notification a widget or the page showed. */
export const notifications = []

const entities = {
  lcard: { base: 'leads', area: 'leads_card', v3: 'leads.card' },
  ccard: { base: 'contacts', area: 'contacts_card', v3: 'contacts.card' },
  llist: { base: 'leads', area: 'leads', v3: 'leads.list' },
}

/** The page's server-corrected clock, so that a test with a clock of its own sees its times. */
const skew = session.now - Date.now()
export function now() {
  return Date.now() + skew
}

export function createApp() {
  const constants = {
    account: { ...session.account, language: query.get('lang') ?? session.user.lang },
    user: {
      ...session.user,
      amojo_id: session.user.uuid,
      personal_mobile: '',
      photo: '',
      theme: 1,
      user_rank: 'newbie',
    },
    managers: Object.fromEntries(session.users.map((user) => [user.id, { ...user, title: user.name, active: true }])),
    groups: Object.fromEntries(session.groups.map((group) => [`group_${group.id}`, group.name])),
    task_types: Object.fromEntries(session.taskTypes.map((type) => [type.id, { option: type.name, id: type.id }])),
    user_rights: { is_admin: session.user.isAdmin, ...session.user.rights },
    widgets_cache_version: 1,
  }
  const here = () => entities[app.widgets.system.area] ?? { base: '', area: '', v3: '' }
  const app = {
    data: { current_card: false, is_card: false, current_list: false, current_view: {}, current_entity: '' },
    element_types: { contacts: 1, leads: 2, companies: 3, tasks: 4, customers: 12 },
    cf_types: {
      text: 1,
      numeric: 2,
      checkbox: 3,
      select: 4,
      multiselect: 5,
      date: 6,
      url: 7,
      multitext: 8,
      textarea: 9,
    },
    lang_id: query.get('lang') ?? session.user.lang,
    system: { format: { date: { full: 'DD.MM.YYYY HH:mm', date: 'DD.MM.YYYY', time: 'HH:mm', date_short: 'DD.MM' } } },
    widgets: { list: {}, system: { area: '' }, clear_cache: () => {} },
    sdk: { showUserStatus: () => Promise.resolve(Object.fromEntries(session.users.map((user) => [user.id, true]))) },
    notifications: createNotifications(),
    constant: (key) => constants[key],
    getBaseEntity: () => here().base,
    isCard: () => app.data.is_card,
    getWidgetsArea: () => here().area,
    getV3WidgetsArea: () => here().v3,
  }
  return app
}

function createNotifications() {
  const keep = (kind) => (message, callbacks) => {
    notifications.push({ kind, message })
    toast(kind, message)
    callbacks?.done?.({ id: notifications.length })
    callbacks?.always?.()
  }
  return {
    show_message: keep('message'),
    show_message_error: keep('error'),
    show_notification: keep('notification'),
    add_error: keep('error'),
    add_call: keep('call'),
  }
}

function toast(kind, message) {
  const shown = message?.text?.header === undefined ? message : message.text
  const box = document.createElement('div')
  box.className = `k-toast is-${kind}`
  const header = document.createElement('b')
  header.textContent = shown?.header ?? ''
  box.append(header, shown?.text ?? '')
  const close = document.createElement('button')
  close.type = 'button'
  close.textContent = 'Close'
  close.onclick = () => box.remove()
  box.append(close)
  document.getElementById('notifications_holder').append(box)
}
