// Every call of the card to our server, typed by shared/api.ts. Failures are values; nothing here throws.
import type {
  CancelBody,
  CardReply,
  CorrectBody,
  ExtendBody,
  LinkReply,
  PaperBody,
  PhoneReply,
  RequestReply,
  ReviewReply,
  SendBody,
  TimelineReply,
  UploadReply,
} from '../../shared/api.ts'
import { type CardEndpoint, cardEndpoints } from '../../shared/card-endpoints.ts'
import type { SendForm } from '../../shared/form.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Call, CallOptions } from '../card/call.ts'
import { type CardProblem, problemOf } from '../card/problem.ts'

export type Answer<T> = Promise<Result<T, CardProblem>>

/** Endpoints that take nothing but a request. */
export type RequestAct = 'undo' | 'sendPrepared' | 'retry' | 'retryEffects' | 'refresh'

export interface Api {
  card(): Answer<CardReply>
  upload(file: File): Answer<UploadReply>
  review(form: SendForm, replaces: string | null): Answer<ReviewReply>
  reviewDocument(review: string, index: number): Answer<Blob>
  send(body: SendBody): Answer<RequestReply>
  phone(phone: string): Answer<PhoneReply>
  act(name: RequestAct, request: string): Answer<RequestReply>
  cancel(request: string, body: CancelBody): Answer<RequestReply>
  paper(request: string, body: PaperBody): Answer<RequestReply>
  extend(request: string, body: ExtendBody): Answer<RequestReply>
  timeline(request: string): Answer<TimelineReply>
  remind(request: string, signer: string): Answer<RequestReply>
  link(request: string, signer: string): Answer<LinkReply>
  correct(request: string, signer: string, body: CorrectBody): Answer<RequestReply>
  file(request: string, file: string): Answer<Blob>
  completeFile(request: string): Answer<Blob>
}

export function createApi(call: Call): Api {
  const ask = async <T>(name: CardEndpoint, options: CallOptions, read: 'json' | 'blob' = 'json'): Answer<T> => {
    try {
      const response = await call(cardEndpoints[name], options)
      if (response.ok) return ok((await response[read]()) as T)
      return err(problemOf(response.status, await response.json().catch(() => null)))
    } catch {
      return err({ code: 'offline' })
    }
  }
  const post = <T>(name: CardEndpoint, values: Record<string, string>, body: unknown = {}): Answer<T> =>
    ask(name, { values, body })
  return {
    card: () => ask('card', {}),
    upload: (file) => ask('upload', { body: file, headers: { 'X-File-Name': encodeURIComponent(file.name) } }),
    review: (form, replaces) => post('review', {}, { form, replaces }),
    reviewDocument: (review, index) => ask('reviewDocument', { values: { review, index } }, 'blob'),
    send: (body) => post('send', {}, body),
    phone: (phone) => post('phone', {}, { phone }),
    act: (name, request) => post(name, { request }),
    cancel: (request, body) => post('cancel', { request }, body),
    paper: (request, body) => post('paper', { request }, body),
    extend: (request, body) => post('extend', { request }, body),
    timeline: (request) => ask('timeline', { values: { request } }),
    remind: (request, signer) => post('remind', { request, signer }),
    link: (request, signer) => post('link', { request, signer }),
    correct: (request, signer, body) => post('correct', { request, signer }, body),
    file: (request, file) => ask('file', { values: { request, file } }, 'blob'),
    completeFile: (request) => ask('evidence', { values: { request } }, 'blob'),
  }
}
