import { describe, expect, it } from 'vitest'
import { areaOf } from './region.ts'

describe('a region', () => {
  it.each([
    ['eu-west-3', 'eea'],
    ['EUROPE-WEST9', 'eea'],
    ['EU', 'eea'],
    ['eu-central-2', 'switzerland'],
    ['europe-west6', 'switzerland'],
    ['eu-west-2', 'united_kingdom'],
    ['eur5', 'united_kingdom'],
    ['us-east-1', 'elsewhere'],
    ['us', 'elsewhere'],
    ['eu-west-9', null],
    ['auto', null],
    ['constructor', null],
    ['', null],
  ])('%j lies in: %s', (region, area) => {
    expect(areaOf(region)).toBe(area)
  })
})
