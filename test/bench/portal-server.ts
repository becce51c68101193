import express from 'express'
import { type RestAnswer } from '../portal/types.ts'
import { admin, prepareProcess, restAs, resultOf, startSandbox } from '../portal/sandbox.ts'

/**
 * Runs in a process of its own, so that server and load have a core each: an emulator with a
 * smart process of some items, and beside it what an Express handler makes of the same answers.
 * Prints what the load has to know as one line of JSON.
 */
const itemCount = 2_000

const sandbox = await startSandbox()
const rest = restAs(sandbox.portal, admin)
const { entityTypeId } = await prepareProcess(rest)
for (let count = 0; count < itemCount; count += 1) {
  await resultOf(rest('crm.item.add', { entityTypeId, fields: { title: `Касса ${count}` } }))
}
const { accessToken } = sandbox.portal.issueTokens(admin)

const sample = await rest('crm.item.get', { entityTypeId, id: 1 })
const plain = express()
plain.use(express.json())
plain.post('/rest/crm.item.get', (request, response) => {
  const { id } = request.body as { id: number }
  const { result } = sample.body as { result: { item: RestAnswer['body'] } }
  response.json({ ...sample.body, result: { item: { ...result.item, id } } })
})
const server = plain.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const told = {
    emulator: `${sandbox.portal.url}/rest/`,
    express: `http://127.0.0.1:${port}/rest/`,
    auth: accessToken,
    entityTypeId,
    itemCount,
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
})

// The bench closes our input when it is done, also when it dies.
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
