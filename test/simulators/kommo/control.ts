// `/_control`: the simulator's functions over HTTP, for people with curl and for other processes.
import type { FastifyInstance } from 'fastify'
import { asRecord } from './fields.ts'
import type { KommoSimulator } from './simulator.ts'
import type { EntityKind, Right, RightAction } from './state.ts'

type Body = Record<string, unknown>

/** Registers `POST /_control/<action>` (JSON in, `{ ok, result }` out) and the GETs of state, ledger and hooks. */
export function registerControl(app: FastifyInstance, kommo: KommoSimulator): void {
  const actions = createActions(kommo)
  app.get('/_control', () => ({ actions: Object.keys(actions), read: ['state', 'ledger', 'hooks'] }))
  app.get('/_control/state', (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(kommo.state, plain)),
  )
  app.get('/_control/ledger', () => kommo.ledger)
  app.get('/_control/hooks', () => kommo.hooks)
  app.post<{ Params: { action: string } }>('/_control/:action', async (request, reply) => {
    const action = Object.hasOwn(actions, request.params.action) ? actions[request.params.action] : undefined
    if (action === undefined) return reply.code(404).send({ ok: false, error: 'unknown action' })
    try {
      return { ok: true, result: (await action(asRecord(request.body))) ?? null }
    } catch (error) {
      return reply.code(400).send({ ok: false, error: String(error) })
    }
  })
}

function createActions(kommo: KommoSimulator): Record<string, (body: Body) => unknown> {
  const by = (body: Body) => number(body, 'by')
  const lead = (body: Body) => number(body, 'leadId')
  const contact = (body: Body) => number(body, 'contactId')
  return {
    moveLead: (body) => kommo.moveLead(lead(body), number(body, 'statusId'), optional(body, 'pipelineId'), by(body)),
    editLead: (body) => kommo.editLead(lead(body), asRecord(body['edit']), by(body)),
    addLead: (body) => {
      const edit = asRecord(body['lead'])
      const place = { pipelineId: number(edit, 'pipelineId'), statusId: number(edit, 'statusId') }
      return kommo.addLead({ ...edit, ...place, name: text(edit, 'name') }, by(body))
    },
    deleteLead: (body) => kommo.deleteLead(lead(body), by(body)),
    restoreLead: (body) => kommo.restoreLead(lead(body), by(body)),
    editContact: (body) => kommo.editContact(contact(body), asRecord(body['edit']), by(body)),
    addContact: (body) => kommo.addContact(lead(body), asRecord(body['contact']), by(body)),
    setMainContact: (body) => kommo.setMainContact(lead(body), contact(body), by(body)),
    unlinkContact: (body) => kommo.unlinkContact(lead(body), contact(body), by(body)),
    deleteContact: (body) => kommo.deleteContact(contact(body), by(body)),
    restoreContact: (body) => kommo.restoreContact(contact(body), by(body)),
    uploadLeadFile: (body) =>
      kommo.uploadLeadFile(lead(body), text(body, 'name'), Buffer.from(text(body, 'base64'), 'base64'), by(body)),
    addNote: (body) => kommo.addNote(lead(body), text(body, 'text'), by(body)),
    completeTask: (body) => kommo.completeTask(number(body, 'taskId'), text(body, 'result'), by(body)),
    deactivateUser: (body) => kommo.deactivateUser(number(body, 'userId')),
    setRight: (body) =>
      kommo.setRight(
        number(body, 'userId'),
        text(body, 'entity') as EntityKind,
        text(body, 'action') as RightAction,
        text(body, 'right') as Right,
      ),
    addPipelineRule: (body) => {
      kommo.state.pipelineRules.push({
        pipelineId: number(body, 'pipelineId'),
        statusId: number(body, 'statusId'),
        kind: body['kind'] === 'send_webhook' ? 'send_webhook' : 'widget',
        destination: text(body, 'destination'),
        settings: asRecord(body['settings']) as Record<string, string>,
      })
    },
    setPaid: (body) => {
      kommo.state.account.paid = body['paid'] === true
    },
    longLivedToken: (body) => {
      const userId = optional(body, 'userId')
      return kommo.longLivedToken(userId === undefined ? {} : { userId })
    },
    widgetToken: (body) => kommo.widgetToken({ userId: number(body, 'userId'), audience: text(body, 'audience') }),
    authorizationCode: (body) => kommo.authorizationCode(optional(body, 'userId')),
    install: (body) => kommo.install(optional(body, 'userId')),
    uninstall: (body) => kommo.uninstall(typeof body['destination'] === 'string' ? body['destination'] : undefined),
    setHookWeather: (body) =>
      kommo.setHookWeather({
        lose: body['lose'] === true,
        duplicate: body['duplicate'] === true,
        delayMs: optional(body, 'delayMs') ?? 0,
      }),
    addFault: (body) => {
      const { path, ...match } = asRecord(body['match'])
      const fault = {
        times: 1,
        ...body,
        match: { ...match, ...(typeof path === 'string' ? { path: new RegExp(path) } : {}) },
      }
      kommo.faults.add(fault as unknown as Parameters<KommoSimulator['faults']['add']>[0])
    },
    clearFaults: () => kommo.faults.clear(),
    forgive: () => kommo.forgive(),
  }
}

function number(body: Body, name: string): number {
  const value = body[name]
  if (typeof value === 'number') return value
  throw new Error(`"${name}" must be a number`)
}

function optional(body: Body, name: string): number | undefined {
  return body[name] === undefined ? undefined : number(body, name)
}

function text(body: Body, name: string): string {
  const value = body[name]
  if (typeof value === 'string') return value
  throw new Error(`"${name}" must be a text`)
}

/** Maps become objects, bytes their number. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Uint8Array ? { bytes: value.length } : value
}
