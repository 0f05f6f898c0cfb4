import { describe, expect, it } from 'vitest'
import { parseTag } from '../../../shared/field-tags.ts'
import { catalogue } from '../../../shared/fields.ts'
import type { TemplateTag } from '../documents.ts'
import { fieldFaultText, tagName } from '../words/field-faults.ts'
import { checkTags, type FillFault, planFill } from './fill-plan.ts'
import { hasValue, resolveField } from './resolve.ts'
import { sampleData } from './testing/sample-data.ts'

const nbsp = '\u00a0'

function show(tag: string, language: 'en' | 'fr', data = sampleData()): string {
  const parsed = parseTag(tag)
  if (!parsed.ok) throw new Error(`unknown tag ${tag}`)
  const shown = resolveField(parsed.value, data, language)
  return shown.ok ? shown.value : shown.failure.kind
}

function tag(text: string, within: string[] = [], kind: TemplateTag['kind'] = 'value'): TemplateTag {
  return { text, kind, within, options: [] }
}

describe('a field in the document', () => {
  it.each([
    ['signer.last_name', 'Durand', 'Durand'],
    ['signer[2].last_name|upper', 'LE GOFF', 'LE GOFF'],
    ['signer.birth_date', '1er janvier 1986', '1 January 1986'],
    ['signer[2].birth_date|short', '14/07/1984', '14/07/1984'],
    ['signers.names', 'Camille Durand et Jean-Baptiste Le Goff', 'Camille Durand and Jean-Baptiste Le Goff'],
    ['lead.fee_net', `1${nbsp}500,00${nbsp}€`, '€1,500.00'],
    ['lead.fee_net|words', 'mille cinq cents euros', 'one thousand five hundred euros'],
    ['lead.fee_gross', `1${nbsp}800,00${nbsp}€`, '€1,800.00'],
    ['lead.fee_gross_words', 'mille huit cents euros', 'one thousand eight hundred euros'],
    ['lead.vat_rate', `20${nbsp}%`, '20%'],
    ['lead.rate_max', `3,85${nbsp}%`, '3.85%'],
    // 23:30 UTC is the next day in Paris.
    ['date.today', '25 novembre 2026', '25 November 2026'],
    ['date.deadline|short', '15/12/2026', '15/12/2026'],
    ['place', 'Lyon', 'Lyon'],
    ['lead["juge"]', 'Mme Martin', 'Mme Martin'],
    ['lead[502]|words', 'trois', 'three'],
    ['lead[502]|amount', `3,00${nbsp}€`, '€3.00'],
    ['lead["Options"]', 'cave, parking et jardin', 'cave, parking and jardin'],
    ['lead["Audience"]', '1er mars 2027', '1 March 2027'],
    ['lead["Urgent"]', 'non', 'no'],
    ['signer[2]["Hobby"]', 'voile (Jean-Baptiste)', 'voile (Jean-Baptiste)'],
  ])('%s', (asked, french, english) => {
    expect(show(asked, 'fr')).toBe(french)
    expect(show(asked, 'en')).toBe(english)
  })

  it.each(catalogue.map(({ path }) => path))('%s has a text in both languages', (path) => {
    for (const language of ['en', 'fr'] as const) expect(show(path, language)).not.toMatch(/^(?:missing|unreadable|)$/)
  })

  it('reads what a person wrote, and not what can mean two things', () => {
    const price = (value: string) => show('lead.price', 'en', withLead({ price: value }))
    expect(price('1 500,5 €')).toBe('€1,500.50')
    expect(price('1500.50')).toBe('€1,500.50')
    for (const doubtful of ['1.500', '1,500', '$1500', 'about 1500', '-5', '1.2345']) {
      expect(price(doubtful), doubtful).toBe('unreadable')
    }
    const born = (value: string) => show('lead["Audience"]|long', 'fr', withCustom('Audience', value))
    expect(born('7/3/1984')).toBe('7 mars 1984')
    for (const doubtful of ['31/02/2026', '1984', '2026-13-01']) expect(born(doubtful), doubtful).toBe('unreadable')
  })

  it('takes the gross fee from the CRM first, and rounds a computed one to the cent', () => {
    expect(show('lead.fee_gross', 'en', withLead({ fee_gross: 1700 }))).toBe('€1,700.00')
    expect(show('lead.fee_gross', 'en', withLead({ fee_net: 33.33, vat_rate: '5,5 %' }))).toBe('€35.16')
    expect(show('lead.fee_gross', 'en', withLead({ vat_rate: null }))).toBe('missing')
  })

  it('is never an empty text', () => {
    for (const empty of ['', '  ', null, [], [' ']]) {
      expect(show('lead.subject', 'fr', withLead({ subject: empty }))).toBe('missing')
    }
    expect(show('company.name', 'fr', sampleData({ company: null }))).toBe('missing')
    expect(show('signer[3].last_name', 'fr')).toBe('no_signer')
    expect(show('lead["Numéro"]', 'fr')).toBe('ambiguous')
    expect(show('lead["Unheard of"]', 'fr')).toBe('missing')
  })

  it('holds for a condition unless it is empty or "no"', () => {
    const holds = (asked: string) => {
      const parsed = parseTag(asked)
      return parsed.ok && hasValue(parsed.value, sampleData())
    }
    expect(holds('lead["Juge"]')).toEqual({ ok: true, value: true })
    expect(holds('lead["Urgent"]')).toEqual({ ok: true, value: false })
    expect(holds('signer[9].last_name')).toEqual({ ok: true, value: false })
    expect(holds('lead["Numéro"]')).toMatchObject({ ok: false, failure: { kind: 'ambiguous', ids: [506, 507] } })
  })
})

describe('the plan for a template', () => {
  it('fills loops for every signer, the values of the others outside', () => {
    const tags = [
      tag('firm.name'),
      tag('signers', [], 'block'),
      tag('signer.first_name', ['signers']),
      tag('signer.last_name|upper', ['signers']),
      tag('signer["Hobby"]', ['signers', 'signer.capacity']),
      tag('signer.capacity', ['signers'], 'block'),
    ]
    expect(planFill(tags, sampleData(), 'fr')).toEqual({
      ok: true,
      value: {
        'firm.name': 'Aubry & Vasseur',
        '#signers': [
          {
            'signer.first_name': 'Camille',
            'signer.last_name|upper': 'DURAND',
            'signer["Hobby"]': 'voile (Camille)',
            '#signer.capacity': true,
          },
          {
            'signer.first_name': 'Jean-Baptiste',
            'signer.last_name|upper': 'LE GOFF',
            'signer["Hobby"]': 'voile (Jean-Baptiste)',
            '#signer.capacity': true,
          },
        ],
      },
    })
  })

  it('asks for nothing inside a condition that does not hold', () => {
    const tags = [
      tag('company.name', [], 'block'),
      tag('company.capital', ['company.name']),
      tag('!company.name', [], 'block'),
      tag('signer.last_name', ['!company.name']),
    ]
    expect(planFill(tags, sampleData({ company: null }), 'fr')).toEqual({
      ok: true,
      value: { '#company.name': false, '#!company.name': true, 'signer.last_name': 'Durand' },
    })
  })

  it('ticks boxes', () => {
    const tags = [tag('company.name', [], 'check'), tag('lead["Urgent"]', [], 'check')]
    expect(planFill(tags, sampleData(), 'fr')).toEqual({
      ok: true,
      value: { 'company.name': true, 'lead["Urgent"]': false },
    })
  })

  it('tells everything that is in the way at once, each once, with its place', () => {
    const data = withLead({ subject: '', price: '1.500' })
    const { signers } = data
    const second = signers[1]
    if (second !== undefined) second.values = { ...second.values, last_name: null }
    const tags = [
      tag('lead.subject'),
      tag('lead.subject', ['company.name']),
      tag('lead.price'),
      tag('lead["Numéro"]'),
      tag('signer.lastname'),
      tag('signer.last_name', ['signers']),
      tag('firm.logo', [], 'picture'),
    ]
    const plan = planFill(tags, data, 'en')
    expect(plan.ok ? [] : plan.failure.map((fault) => fieldFaultText('en', fault))).toEqual([
      '"Subject" is empty on the lead. The document needs it.',
      '"Price" should be an amount, but "1.500" is none that is certain.',
      'Several fields are called "Numéro". Write lead[506] or lead[507] in the template.',
      'The template asks for "signer.lastname", which does not exist. Did you mean signer.last_name?',
      '"firm.logo" stands in the description of a picture. Put it into the text.',
      '"Last name (signer 2)" is empty on the contact. The document needs it.',
    ])
  })

  it('finds unknown tags and blocks without any data', () => {
    const tags = [tag('firm.name'), tag('client', [], 'block'), tag('lead.price|short'), tag('lead.price|short')]
    expect(checkTags(tags).map(({ kind }) => kind)).toEqual(['unknown', 'format'])
  })

  it('has a French sentence for every fault', () => {
    const faults: FillFault[] = checkTags([tag('lead.prix'), tag('lead.price|short'), tag('x', [], 'picture')])
    const plan = planFill([tag('signer[3].city'), tag('lead["Numéro"]'), tag('lead["Rien"]')], sampleData(), 'fr')
    const said = [...faults, ...(plan.ok ? [] : plan.failure)].map((fault) => fieldFaultText('fr', fault))
    expect(said).toHaveLength(6)
    for (const text of said) expect(text).toMatch(/«.*[.?]$/)
    expect(tagName('fr', 'lead.price')).toBe('Prix')
    expect(tagName('fr', 'zzz')).toBe('zzz')
  })
})

function withLead(values: Partial<Record<string, string | number | string[] | null>>) {
  const data = sampleData()
  return { ...data, lead: { ...data.lead, values: { ...data.lead.values, ...values } } }
}

function withCustom(name: string, value: string) {
  const data = sampleData()
  const custom = data.lead.custom.map((field) => (field.name === name ? { ...field, value } : field))
  return { ...data, lead: { ...data.lead, custom } }
}
