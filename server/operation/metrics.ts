import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { outcomeOf } from '../bitrix/errors.ts'
import type { Exchange } from '../bitrix/exchange.ts'

/** How much waits in a queue, asked when somebody looks. */
export type Queues = Record<string, () => Promise<number>>

export type Metrics = ReturnType<typeof createMetrics>

const seconds = [0.005, 0.02, 0.1, 0.3, 1, 3, 10, 30]

/** What monitoring may know: counts by route, method, job and outcome; never by portal or ticket. */
export function createMetrics(queues: Queues) {
  const registry = new Registry()
  const { requests, calls, steps, failures } = instrumentsOf(registry, queues)

  return {
    /** Also memory, CPU and event loop; it observes the whole process, so one of all asks for it. */
    watchProcess: () => {
      collectDefaultMetrics({ register: registry, prefix: 'sla_' })
    },

    /** The text that Prometheus reads. */
    async text(): Promise<{ type: string; body: string }> {
      return { type: registry.contentType, body: await registry.metrics() }
    },

    requests: ((request, response, next) => {
      const end = requests.startTimer({ method: request.method })
      response.once('finish', () => {
        end({ route: routeOf(request), status: `${String(response.statusCode)[0] ?? ''}xx` })
      })
      next()
    }) satisfies RequestHandler,

    exchange({ method, error, tookMs }: Exchange): void {
      calls.observe({ method, outcome: error ? outcomeOf(error) : 'ok' }, tookMs / 1000)
    },

    /** The same step, measured. */
    job(name: string, step: () => Promise<boolean>): () => Promise<boolean> {
      return async () => {
        const end = steps.startTimer({ job: name })
        try {
          const sawWork = await step()
          if (sawWork) end({ outcome: 'worked' })
          return sawWork
        } catch (error) {
          end({ outcome: 'failed' })
          failures.inc({ job: name })
          throw error
        }
      }
    },
  }
}

function instrumentsOf(registry: Registry, queues: Queues) {
  const registers = [registry]
  const labelled = (what: string) => ({ labelNames: [what, 'outcome'], registers })
  const requests = new Histogram({
    name: 'sla_http_request_seconds',
    help: 'Requests that we answered',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  })
  const calls = new Histogram({
    name: 'sla_rest_call_seconds',
    help: 'Requests to portals; one batch is one',
    buckets: seconds,
    ...labelled('method'),
  })
  const steps = new Histogram({
    name: 'sla_job_step_seconds',
    help: 'Steps of the jobs that found something to do, or failed',
    buckets: seconds,
    ...labelled('job'),
  })
  const failures = new Counter({
    name: 'sla_job_failures_total',
    help: 'Steps of the jobs that failed as a whole',
    labelNames: ['job'],
    registers,
  })
  new Gauge({
    name: 'sla_queue_waiting',
    help: 'What waits in our queues',
    labelNames: ['queue'],
    registers,
    async collect() {
      for (const [queue, count] of Object.entries(queues)) this.set({ queue }, await count())
    },
  })
  return { requests, calls, steps, failures }
}

type Routed = { originalUrl: string; route?: unknown }

/**
 * `/api/contracts/:id/invitation`: as it was declared, without what stood in it. Of a router's own
 * address only the end is declared, and what stands before it is forgotten when a request fails.
 */
function routeOf({ originalUrl, route }: Routed): string {
  if (typeof route !== 'object' || route === null || !('path' in route)) return 'none'
  const [address = ''] = originalUrl.split('?')
  const asked = partsOf(address)
  const declared = partsOf(String(route.path))
  const base = asked
    .slice(0, asked.length - declared.length)
    .map((part) => (/\d/.test(part) ? ':id' : part))
  return `/${[...base, ...declared].join('/')}`
}

const partsOf = (path: string) => path.split('/').filter((part) => part !== '')
