import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parse } from './parse.ts'
import { Impossible } from './signing.ts'
import type { YousignSimulator } from './simulator.ts'

type Action = (simulator: YousignSimulator, body: unknown) => unknown

const signer = z.object({ signerId: z.string() })
const approver = z.object({ approverId: z.string() })
const request = z.object({ requestId: z.string() })
const level = z.enum(['electronic_signature', 'advanced_electronic_signature', 'qualified_electronic_signature'])
const appSigner = z.object({
  first_name: z.string(),
  last_name: z.string(),
  email: z.string(),
  level: level.exactOptional(),
})
const switches = z.object({
  aes: z.boolean().exactOptional(),
  qes: z.boolean().exactOptional(),
  sms: z.boolean().exactOptional(),
  decline: z.boolean().exactOptional(),
  redirects: z.boolean().exactOptional(),
  approvers: z.boolean().exactOptional(),
})
const faultKind = z.union([
  z.literal('reset'),
  z.object({ hang: z.number() }),
  z.object({ truncate: z.literal(true) }),
  z.object({
    status: z.int(),
    body: z.unknown().optional(),
    html: z.string().exactOptional(),
    headers: z.record(z.string(), z.string()).exactOptional(),
  }),
])
const window = z.number().nullable()

/** The same actions as the simulator object has, for people and other processes: `POST /_control/<name>` with a JSON object. */
const actions: Record<string, Action> = {
  openLink: act(signer, (it, { signerId }) => it.openLink(signerId)),
  linkOf: act(signer, (it, { signerId }) => it.linkOf(signerId)),
  sign: act(signer.extend({ name: z.string().optional() }), (it, { signerId, name }) =>
    it.sign(signerId, name === undefined ? {} : { name }),
  ),
  decline: act(signer.extend({ reason: z.string() }), (it, { signerId, reason }) => it.decline(signerId, reason)),
  failIdentity: act(signer.extend({ outcome: z.enum(['failed', 'blocked', 'expired']) }), (it, { signerId, outcome }) =>
    it.failIdentity(signerId, outcome),
  ),
  bounce: act(signer, (it, { signerId }) => it.bounce(signerId)),
  contactSender: act(signer.extend({ text: z.string() }), (it, { signerId, text }) => it.contactSender(signerId, text)),
  errorSigner: act(signer, (it, { signerId }) => it.errorSigner(signerId)),
  approve: act(approver, (it, { approverId }) => it.approve(approverId)),
  reject: act(approver.extend({ reason: z.string() }), (it, { approverId, reason }) => it.reject(approverId, reason)),
  expire: act(request, (it, { requestId }) => it.expire(requestId)),
  cancelInApp: act(request, (it, { requestId }) => it.cancelInApp(requestId)),
  deleteInApp: act(request.extend({ permanent: z.boolean().default(false) }), (it, { requestId, permanent }) =>
    it.deleteInApp(requestId, { permanent }),
  ),
  pause: act(request, (it, { requestId }) => it.pause(requestId)),
  resume: act(request, (it, { requestId }) => it.resume(requestId)),
  reactivateInApp: act(request.extend({ expirationDate: z.string().optional() }), (it, { requestId, expirationDate }) =>
    it.reactivateInApp(requestId, expirationDate),
  ),
  remind: act(request, (it, { requestId }) => it.remind(requestId)),
  createInApp: act(
    z.object({
      name: z.string(),
      signers: z.array(appSigner).exactOptional(),
      workspaceId: z.string().exactOptional(),
      externalId: z.string().exactOptional(),
      source: z.enum(['app', 'public_api']).exactOptional(),
      deliveryMode: z.enum(['email', 'none']).exactOptional(),
      draft: z.boolean().exactOptional(),
    }),
    (it, wanted) => it.createInApp(wanted),
  ),
  createKey: act(
    z.object({
      scope: z.enum(['organization', 'workspace']).default('organization'),
      permission: z.enum(['full', 'read']).default('full'),
      workspaces: z.array(z.string()).exactOptional(),
      sandbox: z.boolean().exactOptional(),
    }),
    (it, wanted) => it.createKey(wanted),
  ),
  revokeKey: act(z.object({ key: z.string() }), (it, { key }) => it.revokeKey(key)),
  setFeatures: act(switches, (it, features) => it.setFeatures(features)),
  addTemplate: act(z.object({ name: z.string(), texts: z.array(z.string()).exactOptional() }), (it, wanted) =>
    it.addTemplate(wanted),
  ),
  subscribe: act(
    z.object({
      endpoint: z.url(),
      secret_key: z.string().length(32).exactOptional(),
      description: z.string().nullable().exactOptional(),
      subscribed_events: z.array(z.string()).exactOptional(),
    }),
    (it, wanted) => it.subscribe(wanted),
  ),
  setDelivery: act(
    z.object({
      duplicate: z.union([z.boolean(), z.int()]).exactOptional(),
      delayMs: z.number().exactOptional(),
      reorder: z.boolean().exactOptional(),
      lose: z.boolean().exactOptional(),
      envelope: z.enum(['flat', 'metadata']).exactOptional(),
    }),
    (it, controls) => it.setDelivery(controls),
  ),
  sendAgain: act(z.object({ eventId: z.string() }), (it, { eventId }) => it.sendAgain(eventId)),
  flush: act(z.object({}), (it) => it.flush()),
  setReplicaLag: act(z.object({ ms: z.number(), hideNew: z.boolean().default(false) }), (it, { ms, hideNew }) =>
    it.setReplicaLag(ms, { hideNew }),
  ),
  /** `null` switches a limit off. */
  setLimits: act(z.object({ perMinute: window, perHour: window }), (it, { perMinute, perHour }) =>
    it.setLimits({ perMinute: perMinute ?? Number.POSITIVE_INFINITY, perHour: perHour ?? Number.POSITIVE_INFINITY }),
  ),
  addFault: act(
    z.object({
      method: z.string().optional(),
      path: z.string().optional(),
      nth: z.int().optional(),
      when: z.enum(['before', 'after']),
      kind: faultKind,
      times: z.int().default(1),
    }),
    (it, { method, path, nth, when, kind, times }) => {
      const match = {
        ...(method === undefined ? {} : { method }),
        ...(path === undefined ? {} : { path: new RegExp(path) }),
        ...(nth === undefined ? {} : { nth }),
      }
      it.faults.add({ match, when, kind, times })
    },
  ),
  clearFaults: act(z.object({}), (it) => it.faults.clear()),
}

/** Also `GET /_control/ledger`, `/_control/deliveries`, `/_control/requests`, `/_control/inbox`, and `/_control` with the names. */
export function serveControl(app: FastifyInstance, simulator: YousignSimulator): void {
  app.get('/_control', () => Object.keys(actions))
  app.get('/_control/ledger', () => simulator.ledger)
  app.get('/_control/requests', () => [...simulator.state.requests.values()])
  app.get('/_control/inbox', () => simulator.state.inbox)
  app.get('/_control/deliveries', () =>
    simulator.deliveries.map((each) => ({ ...each, body: Buffer.from(each.body).toString('utf8') })),
  )
  app.post<{ Params: { action: string } }>('/_control/:action', async (call, reply) => {
    const action = actions[call.params.action]
    if (action === undefined) return reply.code(404).send({ message: `no action ${call.params.action}` })
    const text = Buffer.isBuffer(call.body) && call.body.byteLength > 0 ? call.body.toString('utf8') : '{}'
    try {
      return { result: (await action(simulator, JSON.parse(text))) ?? null }
    } catch (error) {
      if (error instanceof Impossible) return reply.code(409).send({ message: error.message })
      if (error instanceof SyntaxError) return reply.code(400).send({ message: error.message })
      throw error
    }
  })
}

function act<T>(schema: z.ZodType<T>, run: (simulator: YousignSimulator, body: T) => unknown): Action {
  return (simulator, body) => {
    const parsed = parse(schema, body)
    if (parsed.ok) return run(simulator, parsed.value)
    throw new Impossible(parsed.params.map(({ name, reason }) => `${name}: ${reason}`).join('; '))
  }
}
