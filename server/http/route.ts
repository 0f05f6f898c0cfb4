// From an endpoint of shared/api.ts to a route: parse parameters and body, call one use case, reply.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  type CardReply,
  type EndpointName,
  endpoints,
  type LinkReply,
  type PhoneReply,
  type RequestReply,
  type ReviewReply,
  type TimelineReply,
} from '../../shared/api.ts'
import type { KeepingPage, PersonReply } from '../../shared/keeping.ts'
import type { OpenPlacesReply } from '../../shared/place-editor.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { type Bodies, bodies, idText } from '../../shared/schemas.ts'
import type { SettingsPage, StorageTest, TemplatePreview } from '../../shared/settings.ts'
import { type StarterKey, starterKeys } from '../../shared/starters.ts'
import type { Asked, Viewer } from '../domain/use-cases.ts'
import { sessionOf } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { sendProblem } from './problem.ts'

interface ParamTypes {
  lead: number
  request: string
  signer: string
  review: string
  index: number
  file: string
  type: string
  template: string
  language: 'en' | 'fr'
  starter: StarterKey
}

type ParamNames<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** `:name` parts of an endpoint's path, parsed. */
export type ParamsOf<E extends EndpointName> = Pick<
  ParamTypes,
  Extract<ParamNames<(typeof endpoints)[E]['path']>, keyof ParamTypes>
>

type BodyOf<E extends EndpointName> = E extends keyof Bodies ? Bodies[E] : null

/** Endpoints that answer JSON to somebody with a session; session, stream and bytes have files of their own. */
interface Replies {
  card: CardReply
  review: ReviewReply
  send: RequestReply
  phone: PhoneReply
  undo: RequestReply
  sendPrepared: RequestReply
  retry: RequestReply
  retryEffects: RequestReply
  cancel: RequestReply
  paper: RequestReply
  extend: RequestReply
  refresh: RequestReply
  timeline: TimelineReply
  remind: RequestReply
  link: LinkReply
  correct: RequestReply
  settings: SettingsPage
  saveChoices: SettingsPage
  saveType: SettingsPage
  retireType: SettingsPage
  openPlaces: OpenPlacesReply
  addPack: SettingsPage
  testStorage: StorageTest
  takeStarter: SettingsPage
  previewTemplate: TemplatePreview
  keeping: KeepingPage
  saveKeeping: KeepingPage
  renewKeeping: KeepingPage
  findPerson: PersonReply
  erasePerson: PersonReply
}

export interface Call<E extends EndpointName> {
  viewer: Viewer
  params: ParamsOf<E>
  body: BodyOf<E>
}

/** Registers the endpoint: 400 with what to correct for bad input, else the use case's value or problem. */
export function serve<E extends keyof Replies>(
  scope: FastifyInstance,
  deps: Pick<HttpDeps, 'clock'>,
  name: E,
  run: (call: Call<E>) => Asked<Replies[E]>,
): void {
  const { method, path } = endpoints[name]
  scope.route({
    method,
    url: path,
    handler: async (request, reply) => {
      const params = readParams(name, request.params)
      if (!params.ok) return badRequest(reply, 400, params.failure)
      const body = readBody(name, request.body)
      if (!body.ok) return badRequest(reply, 400, body.failure)
      const answer = await run({ viewer: sessionOf(request).viewer, params: params.value, body: body.value })
      if (!answer.ok) return sendProblem(reply, answer.failure, deps.clock.now())
      return sendPrivate(reply).send(answer.value)
    },
  })
}

/** What a card reads is about people: no cache keeps it. */
export function sendPrivate(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
}

/** The failure is a sentence that says what to correct; it never repeats a value. */
export function readParams<E extends EndpointName>(name: E, given: unknown): Result<ParamsOf<E>, string> {
  const names = [...endpoints[name].path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const raw = z.record(z.string(), z.string()).catch({}).parse(given)
  const values: Record<string, unknown> = {}
  for (const key of names) {
    const parsed = paramShape(key).safeParse(raw[key])
    if (!parsed.success) return err(`Correct "${key}" in the address.`)
    values[key] = parsed.data
  }
  // The names come from the endpoint's own path, which is what the type is made of.
  return ok(values as ParamsOf<E>)
}

/** Endpoints without a body ignore whatever came. */
export function readBody<E extends EndpointName>(name: E, given: unknown): Result<BodyOf<E>, string> {
  const shape: z.ZodType | undefined = name in bodies ? bodies[name as keyof Bodies] : undefined
  if (shape === undefined) return ok(null as BodyOf<E>)
  const parsed = shape.safeParse(given)
  if (parsed.success) return ok(parsed.data as BodyOf<E>)
  const issue = parsed.error.issues[0]
  const where = issue?.path.map(String).join('.').slice(0, 100) || 'the body'
  return err(`Correct ${where}: ${(issue?.message ?? 'not as expected').slice(0, 200)}.`)
}

function paramShape(name: string): z.ZodType {
  return name in paramShapes ? paramShapes[name as keyof ParamTypes] : z.never()
}

const paramShapes = {
  lead: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  request: idText,
  signer: idText,
  review: idText,
  index: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number),
  file: idText,
  type: idText,
  template: idText,
  language: z.enum(['en', 'fr']),
  starter: z.enum(starterKeys),
} satisfies { [N in keyof ParamTypes]: z.ZodType<ParamTypes[N]> }
