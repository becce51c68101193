import process from 'node:process'
import { z } from 'zod'
import { createApp, listen } from '../../server/app.ts'
import { parseConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { createMovableClock } from '../support/movable-clock.ts'

/**
 * Our backend as a process that can be killed at any instruction. Its time is ahead of the machine's
 * by what it is told; when told to look, it sweeps at once.
 */
const orderSchema = z.union([
  z.object({ kind: z.literal('offset'), offsetMs: z.number() }),
  z.object({ kind: z.literal('look') }),
])

const clock = createMovableClock()
clock.advance(Number(process.env.OFFSET_MS))
const config = parseConfig(process.env)
const app = await createApp(config, { clock, log: createLog(config.logLevel) })
await listen(app, config.port, config.host)
app.start()
process.on('message', (message) => {
  const order = orderSchema.parse(message)
  if (order.kind === 'offset') clock.advance(order.offsetMs - clock.offsetMs)
  else
    void app.jobs
      .sweepPortals()
      .then(() => process.send?.('looked'))
      .catch(() => process.send?.('looked'))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
