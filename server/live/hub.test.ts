import { describe, expect, it } from 'vitest'
import { createHub } from './hub.ts'

const turn = () => new Promise(setImmediate)

describe('the hub', () => {
  it('tells the listeners of the lead, once a turn however often it is published', async () => {
    const hub = createHub()
    const heard: string[] = []
    hub.subscribe(1, () => heard.push('a'))
    hub.subscribe(1, () => heard.push('b'))
    hub.subscribe(2, () => heard.push('other'))
    hub.publish(1)
    hub.publish(1)
    expect(heard).toEqual([])
    await turn()
    expect(heard).toEqual(['a', 'b'])
    hub.publish(1)
    await turn()
    expect(heard).toEqual(['a', 'b', 'a', 'b'])
  })

  it('forgets who unsubscribes, also while it is telling', async () => {
    const hub = createHub()
    const heard: string[] = []
    const listen = () => heard.push('twice')
    const first = hub.subscribe(1, listen)
    hub.subscribe(1, listen)
    const leave = hub.subscribe(1, () => {
      heard.push('leaving')
      leave()
    })
    expect(hub.listeners).toBe(3)
    first()
    first()
    hub.publish(1)
    await turn()
    hub.publish(1)
    await turn()
    expect(heard).toEqual(['twice', 'leaving', 'twice'])
    expect(hub.listeners).toBe(1)
  })

  it('tells again what is published by a listener', async () => {
    const hub = createHub()
    let heard = 0
    hub.subscribe(1, () => {
      heard += 1
      if (heard === 1) hub.publish(1)
    })
    hub.publish(1)
    await turn()
    await turn()
    expect(heard).toBe(2)
  })
})
