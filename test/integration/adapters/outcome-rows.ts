// Every outcome of a call and what it must be told as: the mapping of protocols.md P1 and P5 as a table.
import type { CallFailure } from '../../../server/domain/failure.ts'
import { type Behaviour, empty, json, noon, reset, silent, stalled, text, truncated } from './local-server.ts'

const minute = 60_000

export interface Row {
  when: string
  answer: Behaviour
  failure: Partial<CallFailure> & { kind: CallFailure['kind'] }
  pause?: { until: number; reason: string }
}

const shared: Row[] = [
  { when: 'the connection is reset', answer: reset, failure: { kind: 'unknown', status: null } },
  {
    when: 'nothing is answered in time',
    answer: silent,
    failure: { kind: 'unknown', cause: 'TimeoutError', status: null },
  },
  { when: 'the body stalls', answer: stalled(201), failure: { kind: 'unknown', cause: 'TimeoutError', status: 201 } },
  { when: 'the body breaks off', answer: truncated(201), failure: { kind: 'unknown', status: 201 } },
  {
    when: 'a page comes instead of JSON',
    answer: text(201, '<p>Hi', 'text/html'),
    failure: { kind: 'unknown', status: 201 },
  },
  {
    when: 'JSON is damaged',
    answer: text(201, '{"id"', 'application/json'),
    failure: { kind: 'unknown', status: 201 },
  },
  { when: 'the shape is another', answer: json(201, { id: 7 }), failure: { kind: 'unknown', status: 201 } },
  { when: 'the answer is empty', answer: empty(201), failure: { kind: 'unknown', status: 201 } },
  {
    when: 'a redirect is answered',
    answer: empty(302, { location: 'https://elsewhere.test/' }),
    failure: { kind: 'unknown', cause: 'redirected', status: 302 },
  },
  { when: 'the server fails', answer: json(500, { type: 'about:blank' }), failure: { kind: 'unknown', status: 500 } },
  { when: 'a gateway fails', answer: text(504, '<html>', 'text/html'), failure: { kind: 'unknown', status: 504 } },
  { when: 'somebody on the way gave up', answer: empty(408), failure: { kind: 'unknown', status: 408 } },
  {
    when: 'the key is refused',
    answer: json(401, {}),
    failure: { kind: 'unauthorized' },
    pause: { until: noon + 15 * minute, reason: 'key_refused' },
  },
  { when: 'nothing is there', answer: json(404, {}), failure: { kind: 'not_found' } },
  { when: 'a refusal breaks off', answer: truncated(404), failure: { kind: 'not_found' } },
  {
    when: 'too much was asked',
    answer: json(429, { message: 'slow' }),
    failure: { kind: 'throttled', until: noon + minute },
    pause: { until: noon + minute, reason: 'throttled' },
  },
  {
    when: 'a wait in seconds is named',
    answer: json(429, {}, { 'retry-after': '7' }),
    failure: { kind: 'throttled', until: noon + 7000 },
    pause: { until: noon + 7000, reason: 'throttled' },
  },
  {
    when: 'a wait until a date is named',
    answer: json(429, {}, { 'retry-after': new Date(noon + 90_000).toUTCString() }),
    failure: { kind: 'throttled', until: noon + 90_000 },
    pause: { until: noon + 90_000, reason: 'throttled' },
  },
  {
    when: 'an absurd wait is named',
    answer: json(429, {}, { 'retry-after': '86400' }),
    failure: { kind: 'throttled', until: noon + 15 * minute },
    pause: { until: noon + 15 * minute, reason: 'throttled' },
  },
]

export const yousignRows: Row[] = [
  ...shared,
  {
    when: 'a value is refused',
    answer: json(400, {
      type: 'validation.error',
      detail: 'No.',
      invalid_params: [{ name: 'name', reason: 'unsafe' }],
    }),
    failure: {
      kind: 'refused',
      status: 400,
      type: 'validation.error',
      detail: 'No.',
      params: [{ name: 'name', reason: 'unsafe' }],
    },
  },
  {
    when: 'the refusal has no words',
    answer: text(415, 'no', 'text/plain'),
    failure: { kind: 'refused', status: 415, type: '', detail: '', params: [] },
  },
  {
    when: 'the method is refused',
    answer: json(405, { message: 'no' }),
    failure: { kind: 'refused', status: 405, detail: 'no' },
  },
  {
    when: 'a feature is off',
    answer: json(403, { type: 'configuration.not_enabled', detail: 'AES' }),
    failure: { kind: 'forbidden', type: 'configuration.not_enabled', detail: 'AES' },
  },
  {
    when: 'a 403 is a page',
    answer: text(403, '<html>', 'text/html'),
    failure: { kind: 'forbidden', type: '', detail: '' },
  },
  { when: 'payment is asked for', answer: json(402, {}), failure: { kind: 'refused', status: 402 } },
]

export const kommoRows: Row[] = [
  ...shared,
  {
    when: 'the body names a wait',
    answer: json(429, { title: 'Too Many Requests', retry_after: 300 }, { 'content-type': 'application/problem+json' }),
    failure: { kind: 'throttled', until: noon + 5 * minute },
    pause: { until: noon + 5 * minute, reason: 'throttled' },
  },
  {
    when: 'a value is refused',
    answer: json(
      400,
      {
        title: 'Bad Request',
        status: 400,
        detail: 'No.',
        'validation-errors': [
          { request_id: '0', errors: [{ code: 'NotSupportedChoice', path: 'params.text', detail: 'bad' }] },
        ],
      },
      { 'content-type': 'application/problem+json' },
    ),
    failure: {
      kind: 'refused',
      status: 400,
      type: 'Bad Request',
      params: [{ name: 'params.text', reason: 'NotSupportedChoice bad' }],
    },
  },
  {
    when: 'rights are missing',
    answer: json(403, { title: 'Forbidden', detail: 'x' }, { 'content-type': 'application/problem+json' }),
    failure: { kind: 'forbidden', type: 'Forbidden' },
  },
  {
    when: 'the address is blocked',
    answer: text(403, '<html>403 Forbidden</html>', 'text/html'),
    failure: { kind: 'lane_closed', until: noon + 5 * minute, reason: 'blocked' },
    pause: { until: noon + 5 * minute, reason: 'blocked' },
  },
  {
    when: 'the account is unpaid',
    answer: json(402, { title: 'Payment required' }),
    failure: { kind: 'lane_closed', until: noon + 60 * minute, reason: 'unpaid' },
    pause: { until: noon + 60 * minute, reason: 'unpaid' },
  },
]
