// What the tests of this simulator share: a caller, small PDFs, an endpoint that keeps what it was sent.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { z } from 'zod'
import { createVirtualClock, type VirtualClock } from '../clock.ts'
import { createYousign, type YousignOptions, type YousignSimulator } from './simulator.ts'

export interface Reply {
  status: number
  headers: Headers
  body: unknown
  bytes: Uint8Array
}

export interface Bench {
  yousign: YousignSimulator
  clock: VirtualClock
  key: string
  call(method: string, path: string, body?: unknown, key?: string): Promise<Reply>
  upload(requestId: string, file: Uint8Array, parts?: Record<string, string>, filename?: string): Promise<Reply>
}

/** A simulator on a virtual clock, without limits and without the other departments. */
export async function createBench(options: YousignOptions = {}): Promise<Bench> {
  const clock = createVirtualClock()
  const limits = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }
  const yousign = await createYousign({ clock, limits, seedForeign: false, ...options })
  const key = yousign.createKey({ scope: 'organization', permission: 'full' })

  async function send(method: string, path: string, init: RequestInit, by: string): Promise<Reply> {
    const headers = { ...init.headers, authorization: `Bearer ${by}` }
    const response = await fetch(`${yousign.url}/v3${path}`, { method, ...init, headers })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    const body: unknown = isJson ? JSON.parse(Buffer.from(bytes).toString('utf8')) : undefined
    return { status: response.status, headers: response.headers, body, bytes }
  }

  return {
    yousign,
    clock,
    key,
    call: (method, path, body, by = key) =>
      send(
        method,
        path,
        body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
        by,
      ),
    upload(requestId, file, parts = {}, filename = 'contract.pdf') {
      const form = new FormData()
      form.set('file', new Blob([file as Uint8Array<ArrayBuffer>], { type: 'application/pdf' }), filename)
      for (const [name, text] of Object.entries({ nature: 'signable_document', ...parts })) form.set(name, text)
      return send('POST', `/signature_requests/${requestId}/documents`, { body: form }, key)
    },
  }
}

const withId = z.looseObject({ id: z.string() })

export function idOf(reply: Reply): string {
  return withId.parse(reply.body).id
}

/** A property of the answer, or of what lies deeper in it. */
export function at(reply: Reply, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    reply.body,
  )
}

/** A4 pages; the texts stand on the first one, 60 points apart. */
export async function pdf(texts: string[], pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (let page = 0; page < pages; page += 1) document.addPage([596, 842])
  for (const [index, text] of texts.entries()) {
    document.getPage(0).drawText(text, { x: 60, y: 742 - 60 * index, size: 12, font })
  }
  return document.save()
}

export const camille = {
  first_name: 'Camille',
  last_name: 'Durand',
  email: 'camille.durand@example.fr',
  phone_number: '+33600000000',
  locale: 'fr',
}

export const simple = { signature_level: 'electronic_signature', signature_authentication_mode: 'no_otp' }

/** A draft with one document and one signer, ready to be activated. */
export async function draft(
  bench: Bench,
  request: Record<string, unknown> = {},
  signer: Record<string, unknown> = {},
): Promise<{ requestId: string; documentId: string; signerId: string }> {
  const requestId = idOf(
    await bench.call('POST', '/signature_requests', { name: 'Contrat', delivery_mode: 'email', ...request }),
  )
  const documentId = idOf(await bench.upload(requestId, await pdf(['Contrat'])))
  const fields = [{ type: 'signature', document_id: documentId, page: 1, x: 300, y: 600, width: 160, height: 60 }]
  const body = { info: camille, ...simple, fields, ...signer }
  const signerId = idOf(await bench.call('POST', `/signature_requests/${requestId}/signers`, body))
  return { requestId, documentId, signerId }
}

export interface Endpoint {
  url: string
  received: { headers: Record<string, string | string[] | undefined>; body: Buffer; event: string }[]
  /** What the next calls answer; `hang` never answers. */
  answer: number | 'hang'
  close(): Promise<void>
}

const withName = z.looseObject({ event_name: z.string().optional() })

/** A webhook endpoint on the loopback interface. */
export async function createEndpoint(): Promise<Endpoint> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const event = withName.parse(JSON.parse(body.toString('utf8'))).event_name ?? ''
      endpoint.received.push({ headers: request.headers, body, event })
      if (endpoint.answer !== 'hang') response.writeHead(endpoint.answer).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint: Endpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    answer: 200,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return endpoint
}
