import { parseArgs } from 'node:util'
import { faultsOf, fuzzMail } from '../support/fuzz-mail.ts'
import { readAsDesk } from '../support/mail-fixture.ts'
import { createRandom } from './random.ts'

const { values } = parseArgs({
  options: { mails: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
const mails = Number(values.mails)
const say = (line: string) => process.stdout.write(`${line}\n`)
/** Far more than the slowest needs on a busy machine. */
const longestMs = 20_000
const allowedGrowthMb = 16

/** Without the garbage, where node runs with --expose-gc. */
function heapMb(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** Heap once everything that is loaded once has been loaded. */
let settledMb = 0
let slowestMs = 0
for (let number = 1; number <= mails; number++) {
  const under = `seed ${values.seed}, mail ${String(number)}`
  const raw = fuzzMail(createRandom(`${values.seed}/${String(number)}`))
  const began = performance.now()
  const late = setTimeout(() => {
    throw new Error(`Hangs: ${under}`)
  }, longestMs)
  const faults = faultsOf(await readAsDesk(raw))
  clearTimeout(late)
  const tookMs = performance.now() - began
  if (tookMs > longestMs || faults.length > 0)
    throw new Error(`${under}: ${String(Math.round(tookMs))} ms ${faults.join(', ')}`)
  slowestMs = Math.max(slowestMs, tookMs)
  if (number === Math.ceil(mails / 5)) settledMb = heapMb()
}
const grownMb = heapMb() - settledMb
say(
  `${String(mails)} mails, seed ${values.seed}: none crashed or hung; ` +
    `slowest ${slowestMs.toFixed(0)} ms, heap grew by ${grownMb.toFixed(1)} MB in the last four fifths`,
)
if (grownMb > allowedGrowthMb) throw new Error('The heap has grown: something leaks')
