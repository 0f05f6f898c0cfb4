// Which card is open, its unsaved edits, and every way of getting to another one.
import { query } from './app.mjs'
import { getJson, post } from './dom.mjs'
import { destroyAll, loadArea, runSettings } from './loader.mjs'
import { Model } from './model.mjs'

/** `kind` lead, new, contact, list, settings, denied; `view` is the server's JSON; `draft` holds edits that are not saved. */
export const card = { kind: 'list', view: null, draft: {} }

let draw = { page: () => {}, content: () => {} }

/** The page's drawing functions: `page` for another card, `content` for news of the same one. */
export function onDraw(functions) {
  draw = functions
}

/** Leaves whatever is open and shows a lead: destroy, `current_card`, `page:changed`, fresh instances. */
export async function openCard(id, options) {
  const view = await getJson(`/_host/lead/${id}`)
  destroyAll()
  if (view === undefined) return leave('denied', null, `/leads/detail/${id}`, options)
  const model = new Model(leadAttributes(view))
  setCurrent({ id: view.id, element_type: 2, main_user: view.mainUser.id, model })
  return enter('lead', view, `/leads/detail/${id}`, 'lcard', options)
}

/** A new lead: `current_card.id` is 0 until it is saved. */
export async function openNewCard(options) {
  destroyAll()
  setCurrent({ id: 0, element_type: 2, main_user: window.APP.constant('user').id, model: new Model({ id: 0 }) })
  return enter('new', { id: 0, name: '', price: 0 }, '/leads/add', 'lcard', options)
}

/** Saves the new lead. `reinit` (or `?reinit=1`): the host starts its widgets anew; by default it only sets the id. */
export async function saveNewCard(options) {
  const { draft } = card
  const reply = await post('/_host/leads', {
    name: draft.name || 'New lead',
    ...('price' in draft ? { price: draft.price } : {}),
  })
  if (reply === undefined) return undefined
  const reinit = options?.reinit ?? query.get('reinit') === '1'
  if (reinit) return openCard(reply.id, { replace: true })
  const current = window.APP.data.current_card
  current.id = reply.id
  card.kind = 'lead'
  card.draft = {}
  setAddress(`/leads/detail/${reply.id}`, { replace: true })
  await refresh()
  return reply.id
}

/** A contact's card: no lead is open, our widget has no place there unless `everywhere`. */
export async function openContactCard(id, options) {
  const view = await getJson(`/_host/contact/${id}`)
  destroyAll()
  const model = new Model({ id, 'contact[NAME]': view?.name })
  setCurrent({ id, element_type: 1, main_user: 0, model })
  return enter('contact', view, `/contacts/detail/${id}`, 'ccard', options)
}

/** The list of leads; `current_card` is false there. */
export async function leaveCard(options) {
  const leads = (await getJson('/_host/leads')) ?? []
  destroyAll()
  return leave('list', leads, '/leads/list', options)
}

/** The page of a widget under Settings (contracts/kommo-widget.md 3.4, H24): the full sequence, then `advancedSettings`. */
export async function openSettings(options) {
  destroyAll()
  setCurrent(false)
  await enter('settings', null, '/settings/widgets', 'advanced-settings', options)
  for (const [code, widget] of Object.entries(window.APP.widgets.list)) runSettings(code, widget)
}

/** Types into a field without saving: `name`, `price` or a custom field's id. Fires the model's `change`. */
export function editField(id, value) {
  const key = { name: 'lead[NAME]', price: 'lead[PRICE]' }[id] ?? `CFV[${id}]`
  if (id === 'name' || id === 'price') card.draft[id] = value
  else card.draft.values = { ...card.draft.values, [id]: String(value) }
  window.APP.data.current_card.model.set(key, value)
  draw.content()
}

/** Saves what was typed. */
export async function saveCard() {
  if (card.kind === 'new') return saveNewCard()
  const saved = await post(`/_host/lead/${card.view.id}`, card.draft)
  if (saved !== undefined) card.draft = {}
  return refresh()
}

export async function dropDraft() {
  card.draft = {}
  window.APP.data.current_card.model.set(leadAttributes(card.view))
  draw.content()
}

/** Moves the open lead to a stage of its pipeline, at once. */
export async function changeStage(statusId) {
  const moved = await post(`/_host/lead/${card.view.id}/stage`, { statusId })
  if (moved === undefined) return
  window.APP.data.current_card.model.set('lead[STATUS]', statusId)
  await refresh()
}

/** Reads the card again. The model follows without events: what others change is announced by nothing in the real host. */
export async function refresh() {
  if (card.kind === 'list') card.view = (await getJson('/_host/leads')) ?? []
  const current = window.APP.data.current_card
  if (current && current.id > 0) {
    const view = await getJson(`/_host/${current.element_type === 1 ? 'contact' : 'lead'}/${current.id}`)
    if (view === undefined || window.APP.data.current_card !== current) return
    card.view = view
    if (current.element_type === 2) current.model.set(withoutDraft(leadAttributes(view)), { silent: true })
  }
  draw.content()
}

async function enter(kind, view, address, area, options) {
  Object.assign(card, { kind, view, draft: {} })
  Object.assign(window.APP.data, {
    is_card: true,
    current_entity: area === 'ccard' ? 'contacts' : 'leads',
    current_list: false,
  })
  setAddress(address, options)
  draw.page()
  window.$(document).trigger('page:changed')
  await loadArea(area, options?.everywhere)
}

async function leave(kind, view, address, options) {
  setCurrent(false)
  Object.assign(card, { kind, view, draft: {} })
  Object.assign(window.APP.data, { is_card: false, current_entity: 'leads', current_list: {} })
  setAddress(address, options)
  draw.page()
  window.$(document).trigger('page:changed')
  await loadArea('llist', options?.everywhere)
}

function setCurrent(current) {
  window.APP.data.current_card = current
}

function setAddress(path, options) {
  if (options?.keepAddress) return
  const address = path + location.search
  if (options?.replace) history.replaceState(null, '', address)
  else history.pushState(null, '', address)
}

function leadAttributes(view) {
  return {
    id: view.id,
    'lead[NAME]': view.name,
    'lead[PRICE]': view.price,
    'lead[STATUS]': view.status.id,
    'lead[PIPELINE_ID]': view.pipeline.id,
    'lead[MAIN_USER]': view.mainUser.id,
    ...Object.fromEntries(view.fields.map((field) => [`CFV[${field.id}]`, field.value])),
  }
}

function withoutDraft(attributes) {
  const kept = { ...attributes }
  if ('name' in card.draft) delete kept['lead[NAME]']
  if ('price' in card.draft) delete kept['lead[PRICE]']
  for (const id of Object.keys(card.draft.values ?? {})) delete kept[`CFV[${id}]`]
  return kept
}
