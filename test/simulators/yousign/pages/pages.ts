import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { render } from '../downloads.ts'
import { emitSigner } from '../events.ts'
import { inviteOrReport } from '../lifecycle.ts'
import * as signing from '../signing.ts'
import type { People } from '../simulator.ts'
import type { World } from '../world.ts'
import { type AppAction, appPage } from './app.ts'
import { inboxPage } from './inbox.ts'
import { deadLinkPage, isStep, nextStep, type Step, signPage } from './sign.ts'

type TokenCall = FastifyRequest<{ Params: { token: string }; Querystring: { step?: string } }>

/** `/inbox`, `/app` and `/sign/<token>`: server-rendered, one form a button, no script. */
export function servePages(app: FastifyInstance, world: World, people: People): void {
  app.get('/', (_call, reply) => reply.redirect('/inbox'))
  app.get<{ Querystring: { to?: string } }>('/inbox', (call, reply) => show(reply, inboxPage(world, call.query.to)))
  app.post('/inbox/bounce', (call, reply) => {
    const form = formOf(call)
    const to = form.get('to') ?? ''
    setBouncing(world, to, form.get('bounces') === 'yes')
    return reply.redirect(`/inbox?to=${encodeURIComponent(to)}`, 303)
  })
  app.get('/app', (_call, reply) => show(reply, appPage(world)))
  app.post('/app', (call, reply) => {
    const form = formOf(call)
    actInApp(people, form)
    return reply.redirect(`/app#${form.get('request') ?? ''}`, 303)
  })
  serveSigning(app, world)
}

function serveSigning(app: FastifyInstance, world: World): void {
  app.get('/sign/:token', (call: TokenCall, reply) => {
    const { token } = call.params
    const turn = turnOf(world, token)
    if (typeof turn === 'boolean') return show(reply.code(410), deadLinkPage(world, token, turn))
    return showStep(world, reply, token, turn, isStep(call.query.step) ? call.query.step : 'invitation')
  })
  app.get(
    '/sign/:token/file/:document',
    async (call: FastifyRequest<{ Params: { token: string; document: string } }>, reply) => {
      const turn = turnOf(world, call.params.token)
      if (typeof turn === 'boolean') return reply.code(410).send('This link has expired')
      const document = turn.request.documents.find((each) => each.id === call.params.document)
      if (document === undefined) return reply.code(404).send('No such document')
      return reply.type('application/pdf').send(Buffer.from(await render(world, turn.request, document)))
    },
  )
  app.post('/sign/:token/renew', (call: TokenCall, reply) => {
    const link = world.state.links.get(call.params.token)
    if (link !== undefined) {
      const turn = signing.findSigner(world, link.signer_id)
      inviteOrReport(world, turn.request, turn.signer)
    }
    return reply.redirect('/inbox', 303)
  })

  for (const [name, act] of Object.entries(moves)) {
    app.post(`/sign/:token/${name}`, (call: TokenCall, reply) => {
      const { token } = call.params
      const turn = turnOf(world, token)
      if (typeof turn === 'boolean') return show(reply.code(410), deadLinkPage(world, token, turn))
      try {
        const step = act(world, turn, formOf(call))
        const { success } = turn.signer.redirect_urls
        if (name === 'sign' && success !== null) return reply.redirect(withReference(success, turn), 303)
        return reply.redirect(`/sign/${token}?step=${step}`, 303)
      } catch (error) {
        if (!(error instanceof signing.Impossible)) throw error
        return showStep(world, reply.code(409), token, turn, nextStep(turn.signer), sentence(error.message))
      }
    })
  }
}

/** What a pressed button does, and the step that comes after it. */
const moves: Record<string, (world: World, turn: signing.Turn, form: URLSearchParams) => Step> = {
  open(world, turn) {
    signing.openLink(world, turn)
    return 'read'
  },
  continue(world, turn, form) {
    signing.consent(world, turn, form.getAll('consent'))
    return goOn(world, turn)
  },
  identity(world, turn, form) {
    const outcome = z.enum(['succeeded', 'failed', 'blocked', 'expired']).parse(form.get('outcome'))
    signing.identify(world, turn, outcome)
    const names = {
      succeeded: '',
      failed: 'failed',
      blocked: 'is blocked until the sender helps',
      expired: 'ran out of time',
    }
    if (outcome !== 'succeeded') throw new signing.Impossible(`the identity check ${names[outcome]}`)
    return goOn(world, turn)
  },
  sign(world, turn, form) {
    signing.putSignature(world, turn, form.get('code') ?? undefined)
    return 'sign'
  },
  decline(world, turn, form) {
    signing.decline(world, turn, form.get('reason') ?? '')
    return 'read'
  },
  write(world, turn, form) {
    signing.writeToSender(world, turn, form.get('text') ?? '')
    return 'read'
  },
}

/** Past the document, or past the identity check; a code goes out when the next step asks for it. */
function goOn(world: World, turn: signing.Turn): Step {
  const step = nextStep(turn.signer)
  if (step === 'code') signing.requestCode(world, turn)
  return step
}

/** The turn behind a link, or whether a link that no longer works was once one. */
function turnOf(world: World, token: string): signing.Turn | boolean {
  const link = world.state.links.get(token)
  if (link === undefined || !world.state.requests.has(link.request_id)) return false
  return world.clock.now() > link.expires_at ? true : signing.findSigner(world, link.signer_id)
}

async function showStep(
  world: World,
  reply: FastifyReply,
  token: string,
  turn: signing.Turn,
  step: Step,
  problem?: string,
): Promise<FastifyReply> {
  return show(reply, await signPage(world, token, turn, step, problem))
}

function show(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page)
}

/** "external_id is appended to redirect URLs" (SPEC). */
function withReference(url: string, { request }: signing.Turn): string {
  const target = new URL(url)
  if (request.external_id !== null) target.searchParams.set('external_id', request.external_id)
  return target.href
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/ \(request .*\)$/, '')}${text.endsWith('.') ? '' : '.'}`
}

/** From now on the address refuses mail; those it is awaited from are reported at once. */
function setBouncing(world: World, address: string, bounces: boolean): void {
  if (!bounces) {
    world.state.bouncing.delete(address.toLowerCase())
    return
  }
  world.state.bouncing.add(address.toLowerCase())
  for (const request of world.state.requests.values()) {
    for (const signer of request.signers) {
      if (signer.info.email !== address || request.status !== 'ongoing' || signer.status !== 'notified') continue
      signer.delivery_failed = true
      emitSigner(world, 'signer.notification_delivery_failed', request, signer)
    }
  }
}

function actInApp(people: People, form: URLSearchParams): void {
  const request = form.get('request') ?? ''
  const approver = form.get('approver') ?? ''
  const acts: Record<AppAction | 'approve' | 'reject', () => void> = {
    cancel: () => people.cancelInApp(request),
    delete: () => people.deleteInApp(request),
    'delete for good': () => people.deleteInApp(request, { permanent: true }),
    pause: () => people.pause(request),
    resume: () => people.resume(request),
    remind: () => people.remind(request),
    expire: () => people.expire(request),
    reactivate: () => people.reactivateInApp(request),
    approve: () => people.approve(approver),
    reject: () => people.reject(approver, 'Not approved'),
  }
  const action = form.get('action') ?? ''
  try {
    if (action in acts) acts[action as keyof typeof acts]()
  } catch (error) {
    // A second press of a button whose moment has passed; the page shows how things are now.
    if (!(error instanceof signing.Impossible)) throw error
  }
}

function formOf(call: FastifyRequest): URLSearchParams {
  return new URLSearchParams(Buffer.isBuffer(call.body) ? call.body.toString('utf8') : '')
}
