// Hundreds of leads arrive in a trigger's stage at once: all of them are sent, each once, as fast as the windows allow, and
// somebody who presses Send meanwhile notices nothing of it (design.md section 7).
import type { CampaignOptions, CampaignResult } from '../campaign.ts'
import { busiest, fullWindows, type Window } from './figures.ts'
import { type BurstWorld, createBurstWorld, type Limits } from './world.ts'

export interface BurstOptions extends CampaignOptions {
  sends: number
  /** Default: Yousign's in production, 60 a minute and 1,200 an hour. */
  limits?: Limits
}

export interface Figures {
  sends: number
  /** Simulated, from the first call to the last activation. */
  minutes: number
  calls: number
  /** Hours, or minutes where the hour sets no limit; without the calls of the clicks. */
  windows: Window[]
  /** The most calls of all within any minute and any hour. */
  busiest: Limits
  /** How long a press on Send took to reach the signer, in simulated milliseconds, and when it was made. */
  clicks: { when: 'minute used up' | 'in between' | 'hour used up'; took: number }[]
}

const minute = 60_000
const hour = 60 * minute
/** As the lanes keep it: 6 a minute and 60 an hour, never more than a fifth. */
const left = (limit: number, reserve: number) => limit - Math.min(reserve, Math.floor(limit / 5))
const longestClick = 2_000
const least = 0.9

export async function burst({
  sends,
  limits = { minute: 60, hour: 1_200 },
  mutant,
  say,
}: BurstOptions): Promise<CampaignResult & { figures: Figures }> {
  if (mutant !== null) throw new Error('the burst is played inside this process, where no mutant can be built in')
  const stage = await createBurstWorld(limits)
  try {
    const ids = await stage.leave(sends)
    const clicks = createClicks(stage, limits)
    let told = 0
    const isSent = (id: string) => stage.world.server.store.request(id)?.state === 'ongoing'
    await stage.pass(
      () => ids.every(isSent) && clicks.areDone(),
      () => {
        clicks.look()
        const sent = ids.filter(isSent).length
        if (sent < told + 50) return
        told = sent
        say(`${sent} of ${sends} sent after ${Math.round((stage.clock.now() - (calls(stage)[0] ?? 0)) / minute)} min`)
      },
    )
    const figures = figuresOf(stage, sends, limits, clicks.made)
    return { ...judge(stage, ids, figures, limits), figures }
  } finally {
    await stage.close()
  }
}

/** Presses Send once a minute is used up, once in between, and once the hour is, as far as the burst comes. */
function createClicks(stage: BurstWorld, limits: Limits) {
  const made: Figures['clicks'] = []
  const wanted: { when: Figures['clicks'][number]['when']; isTime: () => boolean }[] = [
    { when: 'minute used up', isTime: () => within(minute) >= left(limits.minute, 6) },
    { when: 'in between', isTime: () => made.length > 0 && stage.clock.now() - (calls(stage)[0] ?? 0) > 4 * minute },
    { when: 'hour used up', isTime: () => within(hour) >= left(limits.hour, 60) },
  ]
  let pressing: (typeof wanted)[number] | null = null
  let failed: unknown = null

  function within(length: number): number {
    const now = stage.clock.now()
    return calls(stage).filter((at) => at > now - length).length
  }

  return {
    made,
    look(): void {
      if (failed !== null) throw failed
      const next = pressing === null ? wanted.find(({ isTime }) => isTime()) : undefined
      if (next === undefined) return
      pressing = next
      wanted.splice(wanted.indexOf(next), 1)
      stage
        .click()
        .then((took) => made.push({ when: next.when, took }))
        .catch((error: unknown) => {
          failed = error
        })
        .finally(() => {
          pressing = null
        })
    },
    areDone: () => pressing === null && failed === null,
  }
}

/** When each call came, as the service saw it. */
function calls({ world }: BurstWorld): number[] {
  return world.yousign.ledger.map(({ at }) => at)
}

/** Those for the sends of the burst: the others are about the clicks, or look around once. */
function backgroundCalls({ world }: BurstWorld): number[] {
  const ours = [...world.yousign.state.requests.values()].filter((one) => one.external_id?.includes('-burst'))
  const ids = new Set(ours.map(({ id }) => id))
  return world.yousign.ledger
    .filter(({ path, responseBody }) => {
      const made =
        typeof responseBody === 'object' && responseBody !== null && 'id' in responseBody ? responseBody.id : null
      return ids.has(/[0-9a-f-]{36}/.exec(path)?.[0] ?? String(made))
    })
    .map(({ at }) => at)
}

function figuresOf(stage: BurstWorld, sends: number, limits: Limits, clicks: Figures['clicks']): Figures {
  const all = calls(stage)
  const background = backgroundCalls(stage)
  const last = background.at(-1) ?? 0
  const first = all[0] ?? last
  const bound = limits.hour < 60 * limits.minute
  const windows = bound
    ? fullWindows(background, hour, left(limits.hour, 60), last)
    : fullWindows(background, minute, left(limits.minute, 6), last)
  return {
    sends,
    minutes: Math.round((last - first) / minute),
    calls: all.length,
    windows,
    busiest: { minute: busiest(all, minute), hour: busiest(all, hour) },
    clicks,
  }
}

function judge({ world }: BurstWorld, ids: readonly string[], figures: Figures, limits: Limits): CampaignResult {
  const problems: string[] = []
  const active = [...world.yousign.state.requests.values()].filter((one) => one.status !== 'draft')
  const countOf = (id: string) => active.filter((one) => one.external_id?.endsWith(`-${id}`)).length
  const lost = ids.filter((id) => countOf(id) === 0)
  const twice = ids.filter((id) => countOf(id) > 1)
  if (lost.length > 0) problems.push(`not sent: ${lost.join(', ')}`)
  if (twice.length > 0) problems.push(`sent more than once: ${twice.join(', ')}`)
  const drafts = world.yousign.state.requests.size - active.length
  if (drafts > 0) problems.push(`${drafts} drafts are left over`)
  const throttled = world.yousign.ledger.filter(({ status }) => status === 429).length
  if (throttled > 0) problems.push(`${throttled} calls were refused as too many`)
  for (const [span, most] of Object.entries(figures.busiest)) {
    const limit = limits[span as keyof Limits]
    if (most > limit) problems.push(`${most} calls within one ${span}, ${limit} are allowed`)
  }
  for (const { from, calls: made, allowed } of figures.windows) {
    if (made < least * allowed)
      problems.push(`only ${made} of ${allowed} calls used in the window from minute ${from} on`)
  }
  for (const { when, took } of figures.clicks) {
    if (took > longestClick) problems.push(`a click (${when}) took ${took} ms to reach the signer`)
  }
  return { lost: lost.length, duplicated: twice.length, problems }
}
