import type { RequestRecord } from '../model.ts'
import type { World } from '../world.ts'
import { button, html, type Markup, page, when } from './layout.ts'

/** What a colleague can do in the app, by the state of the request. */
const offers: Record<RequestRecord['status'], readonly AppAction[]> = {
  draft: ['delete'],
  approval: ['cancel', 'expire'],
  ongoing: ['pause', 'cancel', 'remind', 'expire'],
  paused: ['resume', 'cancel', 'expire'],
  done: ['delete'],
  declined: ['delete'],
  rejected: ['delete'],
  expired: ['reactivate', 'delete'],
  canceled: ['delete'],
  deleted: ['delete for good'],
}

export type AppAction =
  | 'cancel'
  | 'delete'
  | 'delete for good'
  | 'pause'
  | 'resume'
  | 'remind'
  | 'expire'
  | 'reactivate'

const labels = {
  cancel: 'Cancel',
  delete: 'Delete',
  'delete for good': 'Delete for good',
  pause: 'Pause',
  resume: 'Resume',
  remind: 'Remind',
  expire: 'Expire now',
  reactivate: 'Reactivate',
} as const satisfies Record<AppAction, string>

/** The organisation's requests, newest first: a stand-in for Yousign's own app. */
export function appPage(world: World): string {
  const requests = [...world.state.requests.values()].reverse()
  const body = html`<main class="wide"><h1>Requests of the organisation</h1>
<p class="soft">What colleagues see in Yousign's app. ${requests.length} requests.</p><br>
<table><thead><tr><th>Request</th><th>State</th><th>Signers</th><th>Actions</th></tr></thead>
<tbody>${requests.map(row)}</tbody></table></main>`
  return page(world, 'Requests', 'app', body)
}

function row(request: RequestRecord): Markup {
  const act = (action: string, extra: Record<string, string> = {}) => ({ request: request.id, action, ...extra })
  const people = request.signers.map(
    ({ info, status }) => html`<li>${info.first_name} ${info.last_name}: ${status}</li>`,
  )
  const approvers = request.approvers.map(
    ({ id, info, status }) => html`<li>${info.first_name} ${info.last_name} approves: ${status}
${status === 'notified' && html`<span class="btns">${button('Approve', '/app', 'small', act('approve', { approver: id }))}${button('Reject', '/app', 'small', act('reject', { approver: id }))}</span>`}</li>`,
  )
  const buttons = offers[request.status].map((action) => button(labels[action], '/app', 'small', act(action)))
  return html`<tr id="${request.id}"><td><b>${request.name}</b><br><span class="soft">${request.external_id ?? request.source}, ${when(request.created_at)}</span></td>
<td>${request.status}</td><td><ul>${people}${approvers}</ul></td><td><div class="btns">${buttons}</div></td></tr>`
}
