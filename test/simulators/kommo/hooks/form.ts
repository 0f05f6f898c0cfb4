// PHP-style form bodies: every value a string, names with brackets, percent-encoded (contracts/kommo-api.md 7.2).

export type FormTree = { [key: string]: FormTree } | FormTree[] | string | number | boolean | null

/** Flattens a tree into `a[b][0][c]=value` pairs; null becomes an empty string, true `1`, false an empty string. */
export function formPairs(tree: { [key: string]: FormTree }): [string, string][] {
  const pairs: [string, string][] = []
  for (const [key, value] of Object.entries(tree)) walk(key, value, pairs)
  return pairs
}

/** The bytes of the body. */
export function encodeForm(tree: { [key: string]: FormTree }): string {
  return new URLSearchParams(formPairs(tree)).toString()
}

function walk(path: string, value: FormTree, pairs: [string, string][]): void {
  if (Array.isArray(value)) {
    value.forEach((each, index) => {
      walk(`${path}[${index}]`, each, pairs)
    })
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) walk(`${path}[${key}]`, each, pairs)
  } else {
    pairs.push([path, text(value)])
  }
}

function text(value: string | number | boolean | null): string {
  if (value === null || value === false) return ''
  return value === true ? '1' : String(value)
}
