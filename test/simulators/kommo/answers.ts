// The shapes of Kommo's answers, good and bad (contracts/kommo-api.md 2).

export interface Answer {
  status: number
  /** JSON to be, or text for the drive's plain refusals; absent for 204 and the like. */
  body?: unknown
  type?: string
  headers?: Record<string, string>
}

export interface FieldError {
  code: 'FieldMissing' | 'InvalidType' | 'NotSupportedChoice' | 'InvalidValue' | 'TooLong'
  path: string
  detail: string
}

export interface ItemErrors {
  request_id: string
  errors: FieldError[]
}

const hal = 'application/hal+json'
const problemJson = 'application/problem+json'

export function ok(body: unknown): Answer {
  return { status: 200, body, type: hal }
}

export function created(body: unknown): Answer {
  return { status: 201, body, type: hal }
}

/** What an empty list, a missing entity and a successful delete look like. */
export function noContent(): Answer {
  return { status: 204 }
}

export function problem(status: number, title: string, detail: string, more: Record<string, unknown> = {}): Answer {
  return {
    status,
    type: problemJson,
    body: { title, type: `https://httpstatus.es/${status}`, status, detail, ...more },
  }
}

export function unauthorized(): Answer {
  return problem(401, 'Unauthorized', 'Invalid user name or password')
}

export function paymentRequired(): Answer {
  return problem(402, 'Payment Required', 'The account has not been paid for')
}

export function forbidden(detail = 'You do not have access to this resource'): Answer {
  return problem(403, 'Forbidden', detail)
}

export function notFound(): Answer {
  return problem(404, 'Not Found', 'Page not found')
}

export function methodNotAllowed(): Answer {
  return problem(405, 'Method Not Allowed', 'Method not allowed')
}

export function tooMany(retryAfter: number): Answer {
  return problem(429, 'Too Many Requests', 'Requests limit exceeded', { retry_after: retryAfter })
}

/** The answer of the front server to a blocked IP: any host, any path, no JSON. */
export function ipBlocked(): Answer {
  return {
    status: 403,
    type: 'text/html',
    body: '<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  }
}

export function badRequest(detail: string): Answer {
  return problem(400, 'Bad Request', detail)
}

/** 400 with `validation-errors`; one entry for every item of the request that has errors. */
export function invalid(items: ItemErrors[]): Answer {
  return {
    status: 400,
    type: problemJson,
    body: {
      'validation-errors': items,
      title: 'Bad Request',
      type: 'https://httpstatus.es/400',
      status: 400,
      detail: 'Request validation failed',
    },
  }
}

export function overLimit(): Answer {
  return problem(422, 'Unprocessable Entity', 'Limit 250 per page')
}

/** Refusals of the token endpoint; clients match on `hint` and `status`, title and detail are localised. */
export function oauthProblem(status: number, hint: string): Answer {
  return {
    status,
    type: problemJson,
    body: {
      hint,
      title: 'Authorization failed',
      type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
      status,
      detail: `The request could not be authorised: ${hint}`,
    },
  }
}
