// What the pages read and do: the card, the list, and each act of a person on it, by the acting user.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { KommoSimulator } from '../kommo/simulator.ts'
import { actingUser, maySee } from './acting-user.ts'
import { contactView, leadList, leadView } from './lead-view.ts'

const values = z.record(z.string(), z.string())
const reach = z.array(z.object({ value: z.string(), code: z.string() }))

const leadEdit = z.object({
  name: z.string().optional(),
  price: z.number().int().optional(),
  values: values.optional(),
})
const leadMove = z.object({ statusId: z.number().int() })
const leadNew = z.object({ name: z.string().min(1), price: z.number().int().optional() })
const contactEdit = z.object({ name: z.string().optional(), emails: reach.optional(), phones: reach.optional() })
const contactNew = z.object({ name: z.string().min(1), email: z.string(), phone: z.string() })
const noteNew = z.object({ text: z.string().min(1) })

/** Registers `/_host/...`. A lead the user may not see answers 403, an unreadable body 400; both show as a notification. */
export function registerCard(app: FastifyInstance, kommo: KommoSimulator): void {
  const { state } = kommo

  app.get('/_host/leads', async (request) => leadList(state, actingUser(request, state)))

  app.get('/_host/lead/:id', async (request, reply) => {
    const view = leadView(state, number(request, 'id'), actingUser(request, state))
    return view ?? refuse(reply, 403)
  })

  app.get('/_host/contact/:id', async (request, reply) => {
    const contact = state.contacts.get(number(request, 'id'))
    return contact === undefined ? refuse(reply, 404) : contactView(state, contact, false)
  })

  app.get('/_host/file/:uuid', async (request, reply) => {
    const file = state.files.get((request.params as { uuid: string }).uuid)
    if (file === undefined || file.deletedAt !== null) return refuse(reply, 404)
    const name = encodeURIComponent(`${file.name}.${file.extension}`)
    return reply
      .type(file.mimeType)
      .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(file.bytes))
  })

  app.post(
    '/_host/leads',
    act(leadNew, ({ name, price }, by) => {
      const pipeline = [...state.pipelines.values()].find((candidate) => candidate.isMain) ?? first(state.pipelines)
      const status = pipeline.statuses.toSorted((a, b) => a.sort - b.sort).find((candidate) => candidate.type === 0)
      const place = { pipelineId: pipeline.id, statusId: status?.id ?? 142 }
      return { id: kommo.addLead({ name, ...place, ...(price === undefined ? {} : { price }) }, by) }
    }),
  )

  app.post(
    '/_host/lead/:id',
    onLead(leadEdit, (id, edit, by) => {
      const { name, price, values: texts } = edit
      const fields = Object.entries(texts ?? {}).map(([field, text]) => [field, text === '' ? null : [{ value: text }]])
      kommo.editLead(
        id,
        {
          ...(name === undefined ? {} : { name }),
          ...(price === undefined ? {} : { price }),
          ...(texts === undefined ? {} : { values: Object.fromEntries(fields) }),
        },
        by,
      )
    }),
  )
  app.post(
    '/_host/lead/:id/stage',
    onLead(leadMove, (id, move, by) => kommo.moveLead(id, move.statusId, undefined, by)),
  )
  app.post(
    '/_host/lead/:id/notes',
    onLead(noteNew, (id, note, by) => void kommo.addNote(id, note.text, by)),
  )
  app.post(
    '/_host/lead/:id/contacts',
    onLead(contactNew, (id, contact, by) => {
      const { name, email, phone } = contact
      kommo.addContact(id, { name, emails: email === '' ? [] : [email], phones: phone === '' ? [] : [phone] }, by)
    }),
  )
  app.post(
    '/_host/lead/:id/main',
    onLead(z.object({ contactId: z.number().int() }), (id, { contactId }, by) =>
      kommo.setMainContact(id, contactId, by),
    ),
  )
  app.post('/_host/lead/:id/files', async (request, reply) => {
    const lead = state.leads.get(number(request, 'id'))
    const user = actingUser(request, state)
    if (lead === undefined || !maySee(state, user, lead)) return refuse(reply, 403)
    const { name } = request.query as { name?: string }
    if (name === undefined || !Buffer.isBuffer(request.body)) return refuse(reply, 400)
    return { uuid: kommo.uploadLeadFile(lead.id, name, new Uint8Array(request.body), user.id) }
  })

  app.post('/_host/contact/:id', async (request, reply) => {
    const contact = state.contacts.get(number(request, 'id'))
    const edit = contactEdit.safeParse(request.body)
    if (contact === undefined || !edit.success) return refuse(reply, contact === undefined ? 404 : 400)
    const { name, emails, phones } = edit.data
    const by = actingUser(request, state).id
    kommo.editContact(
      contact.id,
      {
        ...(name === undefined ? {} : { name, ...split(name) }),
        ...(emails === undefined ? {} : { emails }),
        ...(phones === undefined ? {} : { phones }),
      },
      by,
    )
    return {}
  })

  app.post('/_host/task/:id/complete', async (request, reply) => {
    const task = state.tasks.get(number(request, 'id'))
    if (task === undefined) return refuse(reply, 404)
    kommo.completeTask(task.id, '', actingUser(request, state).id)
    return {}
  })

  function act<T>(schema: z.ZodType<T>, run: (body: T, by: number) => unknown) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const body = schema.safeParse(request.body)
      return body.success ? (run(body.data, actingUser(request, state).id) ?? {}) : refuse(reply, 400)
    }
  }

  function onLead<T>(schema: z.ZodType<T>, run: (id: number, body: T, by: number) => void) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const lead = state.leads.get(number(request, 'id'))
      const user = actingUser(request, state)
      if (lead === undefined || !maySee(state, user, lead)) return refuse(reply, 403)
      const body = schema.safeParse(request.body)
      if (!body.success) return refuse(reply, 400)
      run(lead.id, body.data, user.id)
      return {}
    }
  }
}

function number(request: FastifyRequest, key: string): number {
  return Number((request.params as Record<string, string>)[key])
}

// The card's one name field: the last word is the last name, as people type it.
function split(name: string): { firstName: string; lastName: string } {
  const words = name.trim().split(/\s+/)
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' }
}

function first<V>(map: Map<number, V>): V {
  const [value] = map.values()
  if (value === undefined) throw new Error('the account has no pipeline')
  return value
}

const sentences: Record<number, string> = {
  400: 'That could not be read.',
  403: 'You have no access to this lead.',
  404: 'That does not exist any more.',
}

function refuse(reply: FastifyReply, status: 400 | 403 | 404): FastifyReply {
  return reply.code(status).send({ message: sentences[status] })
}
