import express, { type Express } from 'express'
import type { Metrics } from './metrics.ts'

/** What monitoring reads, on an address of its own: it is nothing for the public. */
export function metricsDoor(metrics: Metrics): Express {
  metrics.watchProcess()
  const door = express()
  door.disable('x-powered-by')
  door.get('/metrics', async (_request, response) => {
    const { type, body } = await metrics.text()
    response.set('Content-Type', type).send(body)
  })
  return door
}
