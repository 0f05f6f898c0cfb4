// The left column: head with name, tags and stages, and the fields of a lead or contact.
import { session } from './app.mjs'
import { card, changeStage, dropDraft, editField, leaveCard, openCard, saveCard } from './card.mjs'
import { el, getJson, icon } from './dom.mjs'

export function drawHead({ kind, view, draft }) {
  const number = kind === 'new' ? 'New lead' : `${kind === 'contact' ? 'Contact' : 'Lead'} ${view.id}`
  const row = el(
    'div.k-head__row',
    {},
    el(
      'button.k-plain',
      { type: 'button', title: 'All leads', 'aria-label': 'All leads', onclick: () => leaveCard() },
      icon('left'),
    ),
    el('span', {}, number),
    kind === 'lead' ? el('span.k-head__steps', {}, step(-1, 'Previous lead'), step(1, 'Next lead')) : null,
  )
  const name = el('input.k-name', {
    'aria-label': 'Name',
    value: draft.name ?? view.name,
    placeholder: 'Name of the lead',
    readonly: kind === 'contact',
    onchange: (event) => editField('name', event.target.value),
  })
  const tags = [...(view.isDeleted ? ['In the bin'] : []), ...(view.tags ?? [])].map((tag) => el('span', {}, tag))
  return [
    el('div.k-head', {}, row, kind === 'contact' ? el('h1', {}, view.name) : name, el('div.k-tags', {}, ...tags)),
    kind === 'lead' ? stages(view) : null,
    kind !== 'contact' && (kind === 'new' || Object.keys(draft).length > 0) ? saveBar() : null,
  ]
}

export function drawLead({ kind, view, draft }) {
  const price = el('input.k-price__amount', {
    'aria-label': 'Price',
    inputmode: 'numeric',
    value: (draft.price ?? view.price).toLocaleString('en-GB'),
    onchange: (event) => editField('price', Number(event.target.value.replace(/\D/g, '')) || 0),
  })
  const priceRow = field('Price', el('span.k-price', {}, session.account.currencySymbol, price))
  if (kind === 'new') return el('dl.k-fields', {}, priceRow)
  return el(
    'dl.k-fields',
    {},
    field('In charge', view.mainUser.name),
    priceRow,
    ...view.fields.map((entry) => custom(entry, draft)),
  )
}

export function drawContact({ view }) {
  const rows = [
    ...view.phones.map((phone) => ['Phone', phone.value]),
    ...view.emails.map((email) => ['E-mail', email.value]),
  ]
  return el('dl.k-fields', {}, ...rows.map(([label, value]) => field(label, value)))
}

export function field(label, content) {
  return el('div.k-field', {}, el('dt', {}, label), el('dd', {}, content))
}

function custom(entry, draft) {
  const value = draft.values?.[entry.id] ?? entry.value
  if (entry.readOnly || !/^(text|numeric|textarea|url)$/.test(entry.type)) return field(entry.name, shown(entry, value))
  const input = el('input', {
    'aria-label': entry.name,
    value,
    onchange: (event) => editField(entry.id, event.target.value),
  })
  return field(entry.name, input)
}

function shown(entry, value) {
  if (entry.type !== 'url' || !/^https?:/.test(value)) return value || '…'
  return el('a', { href: value, target: '_blank', rel: 'noreferrer' }, value.replace(/^https?:\/\//, ''))
}

function stages(view) {
  const at = view.stages.findIndex((stage) => stage.id === view.status.id)
  const place = `${view.pipeline.name}, ${at + 1} of ${view.stages.length}`
  const segment = (stage, index) =>
    el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          title: stage.name,
          'aria-label': `Move to ${stage.name}`,
          'aria-current': index === at ? 'step' : undefined,
          onclick: () => changeStage(stage.id),
        },
        el('i', { style: index <= at ? { background: stage.color } : {} }),
      ),
    )
  const picker = el(
    'select.k-stage__pick',
    { 'aria-label': 'Stage', onchange: (event) => changeStage(Number(event.target.value)) },
    ...view.stages.map((stage) => el('option', { value: stage.id, selected: stage.id === view.status.id }, stage.name)),
  )
  return el(
    'div.k-stage',
    {},
    el('div.k-stage__now', {}, picker, el('span.k-sub', {}, place)),
    el('ol.k-stage__bar', { 'aria-label': 'Stages' }, ...view.stages.map(segment)),
  )
}

function saveBar() {
  return el(
    'div.k-save',
    { role: 'region', 'aria-label': 'Unsaved changes' },
    el('button.k-button.is-main', { type: 'button', onclick: () => saveCard() }, 'Save'),
    el(
      'button.k-button',
      { type: 'button', onclick: () => (card.kind === 'new' ? leaveCard() : dropDraft()) },
      'Cancel',
    ),
  )
}

function step(by, label) {
  const onclick = async () => {
    const leads = (await getJson('/_host/leads')) ?? []
    const at = leads.findIndex((lead) => lead.id === card.view.id)
    const next = leads[at + by]
    if (next !== undefined) await openCard(next.id)
  }
  return el(
    'button.k-plain',
    { type: 'button', title: label, 'aria-label': label, onclick },
    icon(by < 0 ? 'left' : 'right'),
  )
}
