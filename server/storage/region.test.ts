import { describe, expect, it } from 'vitest'
import { areaOf, isInEurope } from './region.ts'

describe('a region', () => {
  it.each([
    ['eu-west-3', 'eea', true],
    ['EUROPE-WEST9', 'eea', true],
    ['EU', 'eea', true],
    ['eu-central-2', 'switzerland', true],
    ['europe-west6', 'switzerland', true],
    ['eu-west-2', 'united_kingdom', true],
    ['eur5', 'united_kingdom', true],
    ['us-east-1', 'elsewhere', false],
    ['us', 'elsewhere', false],
    ['eu-west-9', null, null],
    ['auto', null, null],
    ['constructor', null, null],
    ['', null, null],
  ])('%j lies in: %s', (region, area, inEurope) => {
    expect([areaOf(region), isInEurope(region)]).toEqual([area, inEurope])
  })
})
