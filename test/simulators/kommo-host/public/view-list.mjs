// The list of leads: number, name, contact, stage, price, person in charge.
import { session } from './app.mjs'
import { openCard, openNewCard } from './card.mjs'
import { el, icon } from './dom.mjs'
import { money } from './words.mjs'

export function drawList(leads) {
  const add = el('button.k-button.is-main', { type: 'button', onclick: () => openNewCard() }, icon('plus'), 'New lead')
  const titles = ['Lead', 'Main contact', 'Stage', 'Price', 'In charge'].map((title) =>
    el('th', { scope: 'col' }, title),
  )
  return [
    el('div.k-list__head', {}, el('h1', {}, 'Leads'), el('span.k-sub', {}, `${leads.length}`), add),
    el('table.k-table', {}, el('thead', {}, el('tr', {}, ...titles)), el('tbody', {}, ...leads.map(row))),
  ]
}

function row(lead) {
  const onclick = (event) => {
    event.preventDefault()
    void openCard(lead.id)
  }
  const stage = lead.status
  return el(
    'tr',
    {},
    el(
      'td',
      {},
      el('a', { href: `/leads/detail/${lead.id}`, onclick }, lead.name),
      el('span.k-sub.k-block', {}, `Lead ${lead.id}`),
    ),
    el('td', {}, lead.contact || '…'),
    el(
      'td',
      {},
      stage === null ? '…' : el('span.k-chip', { style: { background: stage.color } }, stage.name),
      el('span.k-sub.k-block', {}, lead.pipeline),
    ),
    el('td.k-number', {}, money(lead.price, session.account.currencySymbol)),
    el('td', {}, lead.mainUser),
  )
}
