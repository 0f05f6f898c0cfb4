// Which of our languages a browser would like best.

/**
 * Reads an Accept-Language header (RFC 9110 12.5.4): highest weight first, `fr-CA` counts as `fr`. Falls back to the
 * first of `ours`; never throws, whatever the header holds.
 */
export function bestLanguage<L extends string>(header: string | undefined, ours: readonly [L, ...L[]]): L {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map(parse)
    .filter((entry) => entry.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { language } of wanted) {
    const match = ours.find((own) => own === language)
    if (match !== undefined) return match
  }
  return ours[0]
}

function parse(entry: string): { language: string; weight: number } {
  const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';')
  const given = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((q) => q !== undefined)
  return { language: tag.split('-')[0] ?? '', weight: given === undefined ? 1 : Number.parseFloat(given) || 0 }
}
