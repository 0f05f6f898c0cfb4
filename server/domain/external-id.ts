// What our requests are called at Yousign (protocols.md P1): `ky-<deployment>-<lead>-<request id>`, the same at every attempt.

interface Named {
  /** This deployment's short id. */
  deployment: string
}

export function externalIdOf({ deployment }: Named, leadId: number, requestId: string): string {
  return `${prefixOf(deployment)}${leadId}-${requestId}`
}

/** Whether this deployment gave the name. */
export function isOurs({ deployment }: Named, externalId: string | null): boolean {
  return externalId?.startsWith(prefixOf(deployment)) === true
}

/** Null when it is not ours or not of this form. */
export function placeOf({ deployment }: Named, externalId: string): { leadId: number; requestId: string } | null {
  const [, name, leadId, requestId] = /^ky-([a-z0-9]+)-(\d+)-([a-z0-9]+)$/.exec(externalId) ?? []
  if (name !== deployment || leadId === undefined || requestId === undefined) return null
  return { leadId: Number(leadId), requestId }
}

function prefixOf(deployment: string): string {
  return `ky-${deployment}-`
}
