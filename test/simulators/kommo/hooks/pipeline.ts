// The Digital Pipeline: widget action and "API: Send webhook" (contracts/kommo-api.md 8.1, 8.2).
import type { PipelineAction } from '../simulator.ts'
import type { KommoState } from '../state.ts'
import type { Form } from './bodies.ts'
import type { HookDesk, Letter } from './desk.ts'
import { encodeForm, type FormTree } from './form.ts'

const codes = { 1: 'lead_added', 14: 'lead_status_changed', 15: 'lead_appeared_in_status' } as const

/** Sent once: retries of this hook are documented nowhere. */
export function sendWidgetAction(
  desk: HookDesk,
  state: KommoState,
  seconds: number,
  action: PipelineAction,
): Promise<number> {
  const type = action.type ?? 15
  const direction = action.direction === undefined ? 'went_to_trigger' : action.direction
  const data: Form = {
    id: action.leadId,
    element_type: 2,
    status_id: action.statusId,
    pipeline_id: action.pipelineId,
    ...(direction === null ? {} : { direction_of_movement: direction }),
  }
  const body: Form = {
    event: { type, type_code: codes[type], data, time: seconds },
    action: { settings: { widget: { settings: { ...action.settings } } } },
    subdomain: state.account.subdomain,
    account_id: state.account.id,
  }
  const json = action.encoding === 'json'
  return desk.post({
    ...letter('pipeline_widget', action.destination, json ? JSON.stringify(body) : encodeForm(body)),
    headers: headers(json ? 'application/json' : 'application/x-www-form-urlencoded'),
    wait: () => undefined,
  })
}

export interface SendWebhook {
  destination: string
  leadId: number
  pipelineId: number
  statusId: number
  oldStatusId: number
  oldPipelineId: number
}

/** Up to 4 retries within the hour; their spacing is documented nowhere. */
export function sendPipelineWebhook(desk: HookDesk, about: SendWebhook): Promise<number> {
  const body: { [key: string]: FormTree } = {
    leads: {
      status: [
        {
          id: about.leadId,
          status_id: about.statusId,
          pipeline_id: about.pipelineId,
          old_status_id: about.oldStatusId,
          old_pipeline_id: about.oldPipelineId,
        },
      ],
    },
  }
  return desk.post({
    ...letter('pipeline_send', about.destination, encodeForm(body)),
    headers: headers('application/x-www-form-urlencoded'),
    wait: (triesDone) => (triesDone <= 4 ? 14 * 60_000 : undefined),
  })
}

function letter(kind: Letter['kind'], destination: string, body: string) {
  return { kind, method: 'POST', destination, body } as const
}

function headers(type: string): Record<string, string> {
  return { 'user-agent': 'amoCRM-Webhooks/3.0', 'accept-encoding': 'gzip', 'content-type': type }
}
