// Tasks on a lead (contracts/kommo-api.md 5.2). Like notes they carry a marker, because a repeated POST makes a second one.
import { ok } from '../../shared/result.ts'
import type { Crm } from '../domain/crm.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'
import { createdSchema, taskListSchema } from './wire.ts'

/** "Follow-up", the one type that every account has. */
const followUp = 1

export function createTasks(
  door: Door,
  baseUrl: string,
): Pick<Crm, 'addTask' | 'findTask' | 'rewriteTask' | 'completeTask'> {
  return {
    addTask: (task, priority) =>
      door({
        method: 'POST',
        url: `${baseUrl}/api/v4/tasks`,
        body: [
          {
            task_type_id: followUp,
            text: task.text,
            complete_till: Math.floor(task.dueAt / 1000),
            entity_id: task.leadId,
            entity_type: 'leads',
            responsible_user_id: task.responsibleUserId,
          },
        ],
        priority,
        read: readJson(createdSchema('tasks')),
      }),

    async findTask(leadId, marker, priority) {
      const query = new URLSearchParams({
        'filter[entity_type]': 'leads',
        'filter[entity_id][]': String(leadId),
        'order[id]': 'desc',
        limit: '250',
      })
      const answer = await door({
        method: 'GET',
        url: `${baseUrl}/api/v4/tasks?${query}`,
        priority,
        read: readOrNone(readJson(taskListSchema)),
      })
      if (!answer.ok) return answer
      // Filters that are not understood are ignored there without a word (3.3): the lead is compared here as well.
      const task = answer.value?.find((each) => each.leadId === leadId && each.text.includes(marker))
      return ok(task === undefined ? null : { id: task.id })
    },

    rewriteTask: (id, text, priority) =>
      door({ method: 'PATCH', url: `${baseUrl}/api/v4/tasks/${id}`, body: { text }, priority, read: readNothing }),

    completeTask: (id, result, priority) =>
      door({
        method: 'PATCH',
        url: `${baseUrl}/api/v4/tasks/${id}`,
        body: { is_completed: true, result: { text: result } },
        priority,
        read: readNothing,
      }),
  }
}
