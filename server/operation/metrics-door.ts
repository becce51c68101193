import express, { type Express } from 'express'
import type { PortalCondition } from '../../shared/api/condition.ts'
import type { Metrics } from './metrics.ts'

type Watched = { metrics: Metrics; condition: () => Promise<PortalCondition[]> }

/** What monitoring and those who run the server read, on an address of its own: it is nothing for the public. */
export function metricsDoor({ metrics, condition }: Watched): Express {
  metrics.watchProcess()
  const door = express()
  door.disable('x-powered-by')
  door.get('/metrics', async (_request, response) => {
    const { type, body } = await metrics.text()
    response.set('Content-Type', type).send(body)
  })
  door.get('/condition', async (_request, response) => {
    response.json({ portals: await condition() })
  })
  return door
}
