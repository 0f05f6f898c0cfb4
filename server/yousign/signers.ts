// Signers: add, read, correct, remind, unblock (contracts/yousign.md 2.3, 2.5, 3.4). Links are handed on, never kept.
import type { ESignature } from '../domain/esignature.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { correctionBody, newSignerBody } from './bodies.ts'
import { at, type Door } from './door.ts'
import { createdSchema, signerListSchema, signerSchema } from './wire.ts'

type Signers = Pick<
  ESignature,
  'addSigner' | 'addConsent' | 'addFollowers' | 'signers' | 'signer' | 'remind' | 'correct' | 'unblock'
>

export function createSigners(door: Door): Signers {
  return {
    addSigner: (id, signer, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'signers'),
        body: { json: newSignerBody(signer) },
        priority,
        read: readJson(signerSchema),
      }),

    addConsent: (id, { text, optional, signerIds }, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'consent_requests'),
        body: { json: { type: 'checkbox', settings: { text }, optional, signer_ids: signerIds } },
        priority,
        read: readJson(createdSchema),
      }),

    addFollowers: (id, followers, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'followers'),
        body: { json: followers },
        priority,
        read: readNothing,
      }),

    signers: (id, priority) =>
      door({
        method: 'GET',
        path: at('signature_requests', id, 'signers'),
        priority,
        read: readJson(signerListSchema),
      }),

    signer: (id, signerId, priority) =>
      door({
        method: 'GET',
        path: at('signature_requests', id, 'signers', signerId),
        priority,
        read: readJson(signerSchema),
      }),

    remind: (id, signerId, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'signers', signerId, 'send_reminder'),
        priority,
        read: readNothing,
      }),

    correct: (id, signerId, changes, priority) =>
      door({
        method: 'PATCH',
        path: at('signature_requests', id, 'signers', signerId),
        body: { json: correctionBody(changes) },
        priority,
        read: readJson(signerSchema),
      }),

    unblock: (id, signerId, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'signers', signerId, 'unblock_identification'),
        priority,
        read: readNothing,
      }),
  }
}
