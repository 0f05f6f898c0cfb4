// The feed: one entry each, with a heading for every new day, and the line to write a note.
import { refresh } from './card.mjs'
import { el, icon, post } from './dom.mjs'
import { fileBox } from './view-files.mjs'
import { day, size, time } from './words.mjs'

export function drawFeed(items) {
  const rows = []
  let last = ''
  for (const item of items) {
    const heading = day(item.at)
    if (heading !== last) rows.push(el('li.k-day', {}, heading))
    last = heading
    rows.push(entry(item))
  }
  return el('ol.k-feed__in', {}, ...rows)
}

export function noteForm(leadId) {
  const text = el('textarea', { 'aria-label': 'Note', rows: 1, placeholder: 'Write here' })
  const send = async () => {
    if (text.value.trim() === '') return
    const body = { text: text.value.trim() }
    text.value = ''
    text.blur()
    await post(`/_host/lead/${leadId}/notes`, body)
    await refresh()
  }
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void send()
    }
  })
  return el(
    'div.k-in',
    {},
    el('b.k-in__label', {}, 'Note'),
    text,
    el('button.k-link', { type: 'button', onclick: send }, 'Add'),
  )
}

const drawn = {
  note: (item) => ['is-box', el('p.k-text', {}, ...linked(item.text)), who(item.by)],
  service: (item) => {
    const [first, ...rest] = item.text.split('\n')
    const more = rest.join('\n')
    return [
      'is-note',
      el('h3', {}, icon('note'), el('span', {}, ...linked(first))),
      more === '' ? null : el('p.k-text', {}, ...linked(more)),
      who(item.service),
    ]
  },
  attachment: (item) => ['is-box', el('h3', {}, icon('clip'), 'File added'), attachment(item), who(item.by)],
  file: (item) => ['is-box', el('h3', {}, icon('clip'), 'File added'), fileBox(item, size(item.bytes)), who(item.by)],
  stage: (item) => ['is-thin', 'Stage ', chip(item.from), ' → ', chip(item.to), ` by ${item.by}`],
  line: (item) => ['is-thin', item.text],
  task: (item) => ['is-box', task(item), who(`for ${item.owner}`)],
}

function entry(item) {
  const [look, ...content] = drawn[item.kind](item)
  return el(
    `li.k-ev.${look}`,
    { 'data-kind': item.kind },
    el('time', { datetime: new Date(item.at).toISOString() }, time(item.at)),
    el('div', {}, ...content),
  )
}

function task(item) {
  const done = async () => {
    await post(`/_host/task/${item.taskId}/complete`, {})
    await refresh()
  }
  const box = el('input.k-task__box', {
    type: 'checkbox',
    checked: item.done,
    disabled: item.done,
    'aria-label': `Done: ${item.text}`,
    onchange: done,
  })
  const due = item.done ? item.result : `due ${day(item.due).toLowerCase()}, ${time(item.due)}`
  const [first, ...rest] = item.text.split('\n')
  const more = rest.length === 0 ? null : el('p.k-text', {}, ...linked(rest.join('\n')))
  const text = el('div', {}, el('b', {}, ...linked(first)), more, due === '' ? null : el('p.k-sub', {}, due))
  return el(`div.k-task${item.done ? '.is-done' : ''}`, {}, box, text)
}

function attachment(item) {
  if (item.uuid === null) return el('p', {}, item.name)
  return fileBox({ uuid: item.uuid, name: item.name || 'File' }, 'Attachment')
}

function chip(stage) {
  return el('span.k-chip', { style: { background: stage.color } }, stage.name)
}

function who(name) {
  return el('span.k-who', {}, name)
}

// Addresses in notes are links, as in Kommo; the rest stays text.
function linked(text) {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 0 ? part : el('a', { href: part, target: '_blank', rel: 'noreferrer' }, part)))
}
