import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld } from '../support/start-world.ts'
import { benchDatabase } from './bench-database.ts'

/**
 * Runs in a process of its own: our backend with linked portals and a database on disk, its loops
 * at rest, and beside it an Express handler that parses the same form and stores nothing. Prints what
 * the load has to know as one line of JSON.
 */
const folder = mkdtempSync(join(tmpdir(), 'sla-ingest-'))
const world = await startWorld(benchDatabase(folder).world)
await linkPortals(world)

const plain = express()
plain.post('/bitrix/events', express.urlencoded({ extended: true }), (_request, response) => {
  response.status(200).end()
})
const server = plain.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { memberId } = world.partner
  const fields = world.partner.frameFields(1, { placement: 'DEFAULT' }).fields
  const told = {
    folder,
    ours: `${world.appUrl}/bitrix/events`,
    express: `http://127.0.0.1:${String(port)}/bitrix/events`,
    memberId,
    applicationToken: fields.APPLICATION_TOKEN,
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
})

// The bench closes our input when it is done, also when it dies.
process.stdin.resume()
process.stdin.on('end', () => {
  rmSync(folder, { recursive: true })
  process.exit(0)
})
