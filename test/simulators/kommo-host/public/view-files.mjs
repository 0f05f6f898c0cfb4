// The files tab: what lies with the lead, and a way to put more there.
import { now } from './app.mjs'
import { card, refresh } from './card.mjs'
import { el, icon, post } from './dom.mjs'
import { size } from './words.mjs'

export function drawFiles({ view }) {
  const choose = el('input.k-upload__input', { type: 'file', id: 'k_upload', multiple: true, onchange: upload })
  const button = el('label.k-button.is-main', { for: 'k_upload' }, icon('plus'), 'Upload a file')
  const rows = view.files.map((file) => fileBox(file, `${size(file.bytes)}, ${when(file.at)}, ${file.by}`))
  const empty = rows.length === 0 ? el('p.k-sub.k-pad', {}, 'No files yet.') : null
  return el('div.k-files', {}, el('div.k-upload', {}, choose, button), empty, ...rows)
}

/** A file as a link with a line of facts below; feed and tab share it. */
export function fileBox(file, facts) {
  const link = el('a', { href: `/_host/file/${file.uuid}`, download: '' }, file.name)
  return el('div.k-filebox', {}, icon('file'), el('span', {}, link, el('span.k-sub.k-block', {}, facts)))
}

async function upload(event) {
  for (const file of event.target.files) {
    await post(`/_host/lead/${card.view.id}/files?name=${encodeURIComponent(file.name)}`, file)
  }
  await refresh()
}

function when(at) {
  const year = new Date(at).getFullYear() === new Date(now()).getFullYear() ? undefined : 'numeric'
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year })
}
