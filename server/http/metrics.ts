// What the border counts, for Prometheus. Labels come from fixed lists and route patterns, never from what was asked.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type HookOutcome = 'stored' | 'quarantined' | 'refused' | 'dropped' | 'not_stored'

export interface Metrics {
  /** Other rooms register theirs here too. */
  registry: Registry
  requests: Histogram<'method' | 'route' | 'status'>
  deliveries: Counter<'source' | 'outcome'>
  streams: Gauge
}

/** A registry of its own, so that two servers in one process do not count together. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer, by route pattern.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.35, 1, 2, 5, 15],
      registers,
    }),
    deliveries: new Counter({
      name: 'hook_deliveries_total',
      help: 'Webhook calls by source and what became of them.',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    streams: new Gauge({ name: 'open_streams', help: 'Cards that listen just now.', registers }),
  }
}

/** Memory, event loop and garbage collection of the process; once a process. */
export function countProcess(metrics: Metrics): void {
  collectDefaultMetrics({ register: metrics.registry })
}
