// The lead's contacts, edited in place and saved when the field is left, and its company.
import { openContactCard, refresh } from './card.mjs'
import { el, icon, post } from './dom.mjs'
import { field } from './view-lead.mjs'

const kinds = {
  MOB: 'Mobile',
  WORK: 'Work',
  WORKDD: 'Direct',
  HOME: 'Home',
  FAX: 'Fax',
  OTHER: 'Other',
  PRIV: 'Private',
}

export function drawPeople(view) {
  return [
    el('h2.k-group', {}, 'Contacts'),
    ...view.contacts.map((contact) => person(view, contact)),
    addForm(view),
    view.company === null ? null : el('h2.k-group', {}, 'Company'),
    view.company === null ? null : company(view.company),
  ]
}

function person(view, contact) {
  const save = (edit) => post(`/_host/contact/${contact.id}`, edit).then(refresh)
  const main = async () => {
    await post(`/_host/lead/${view.id}/main`, { contactId: contact.id })
    await refresh()
  }
  const name = input('Name of the contact', contact.name, (value) => save({ name: value }))
  name.classList.add('k-person__name')
  const mark = contact.isMain
    ? el('span.k-main', {}, 'main contact')
    : el('button.k-link', { type: 'button', onclick: main }, 'make main')
  const open = el('button.k-link', { type: 'button', onclick: () => openContactCard(contact.id) }, 'open')
  const extra = contact.fields.filter((entry) => entry.value !== '')
  return el(
    'section.k-person',
    { 'data-contact': contact.id, 'aria-label': contact.name },
    el('span.k-avatar', { 'aria-hidden': 'true' }, initials(contact.name)),
    el(
      'div',
      {},
      name,
      el('p.k-person__sub', {}, mark, open),
      el(
        'dl',
        {},
        ...lines('Phone', contact.phones, 'MOB', (phones) => save({ phones })),
        ...lines('E-mail', contact.emails, 'WORK', (emails) => save({ emails })),
        ...extra.map((entry) => field(entry.name, entry.value)),
      ),
    ),
  )
}

// One line a value, and an empty one when there is none; emptying a line deletes its value.
function lines(label, values, code, save) {
  const shown = values.length === 0 ? [{ value: '', code }] : values
  return shown.map((entry, index) => {
    const change = (value) =>
      save(shown.with(index, { ...entry, value: value.trim() }).filter((one) => one.value !== ''))
    const kind = label === 'Phone' || values.length > 1 ? (kinds[entry.code] ?? label) : label
    return field(kind, input(`${label} of the contact`, entry.value, change))
  })
}

function input(label, value, change) {
  return el('input', { 'aria-label': label, value, placeholder: '…', onchange: (event) => change(event.target.value) })
}

function addForm(view) {
  const name = el('input', { 'aria-label': 'Name of the new contact', placeholder: 'First and last name' })
  const email = el('input', { 'aria-label': 'E-mail of the new contact', placeholder: 'E-mail', type: 'email' })
  const phone = el('input', { 'aria-label': 'Phone of the new contact', placeholder: 'Mobile', type: 'tel' })
  const add = async () => {
    if (name.value.trim() === '') return name.focus()
    await post(`/_host/lead/${view.id}/contacts`, { name: name.value, email: email.value, phone: phone.value })
    await refresh()
  }
  return el(
    'details.k-add',
    {},
    el('summary', {}, icon('plus'), 'Add a contact'),
    el(
      'div.k-add__form',
      {},
      name,
      email,
      phone,
      el('button.k-button.is-main', { type: 'button', onclick: add }, 'Add'),
    ),
  )
}

function company(view) {
  return el('dl.k-fields', {}, field('Name', view.name), ...view.fields.map((entry) => field(entry.name, entry.value)))
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean).slice(0, 2)
  return words.map((word) => word[0].toUpperCase()).join('')
}
