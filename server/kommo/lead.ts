// Leads and stages (contracts/kommo-api.md 3.1, 3.2, 3.4).
import type { Crm } from '../domain/crm.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'
import { leadSchema, pipelineListSchema } from './wire.ts'

type Leads = Pick<Crm, 'lead' | 'stages' | 'moveLead'>

export function createLeads(door: Door, baseUrl: string): Leads {
  return {
    lead: (id, priority, asUser) =>
      door({
        method: 'GET',
        url: `${baseUrl}/api/v4/leads/${id}?with=contacts`,
        priority,
        asUser,
        read: readOrNone(readJson(leadSchema)),
      }),

    async stages(priority) {
      const answer = await door({
        method: 'GET',
        url: `${baseUrl}/api/v4/leads/pipelines`,
        priority,
        read: readOrNone(readJson(pipelineListSchema)),
      })
      return answer.ok ? { ok: true, value: answer.value ?? [] } : answer
    },

    // 142 and 143 exist in every pipeline: only the pair says which stage is meant (3.2).
    moveLead: (leadId, pipelineId, statusId, priority) =>
      door({
        method: 'PATCH',
        url: `${baseUrl}/api/v4/leads/${leadId}`,
        body: { pipeline_id: pipelineId, status_id: statusId },
        priority,
        read: readNothing,
      }),
  }
}
