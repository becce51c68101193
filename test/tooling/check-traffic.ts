import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const deviationsSchema = z.array(z.object({ problem: z.string(), reason: z.string().min(10) }))
const reportSchema = z.looseObject({
  lines: z.number(),
  http: z.number(),
  sub: z.number(),
  problems: z.record(z.string(), z.number()),
})
const coverageLine = /^(\d+)\/(\d+) documented methods conform fully/m

const usage = 'usage: check-traffic.ts CHECKER RECORDING [LEAST_CONFORMING_METHODS]'
const [checker, traffic, least] = process.argv.slice(2)
if (checker === undefined || traffic === undefined || !/^\d*$/.test(least ?? '')) fail(usage)

/** What the documentation's checker prints. */
function check(...options: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [checker ?? '', ...options], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (stdout === '') fail(stderr)
  return stdout
}

function fail(text: string): never {
  process.stderr.write(`${text.trimEnd()}\n`)
  process.exit(1)
}

/** Deliberate deviations from the documentation, each with its reason. */
const deviations = deviationsSchema.parse(
  JSON.parse(readFileSync(new URL('../contract/deviations.json', import.meta.url), 'utf8')),
)
const report = reportSchema.parse(JSON.parse(check(traffic, '--json')))
const known = new Set(deviations.map(({ problem }) => problem))
const unexpected = Object.entries(report.problems).filter(([problem]) => !known.has(problem))
for (const [problem, count] of unexpected) process.stdout.write(`${String(count)}× ${problem}\n`)
process.stdout.write(
  `${String(report.lines)} lines (${String(report.http)} REST calls, ${String(report.sub)} inside batches), ` +
    `${String(unexpected.length)} at odds with the documentation, ${String(known.size)} deliberate\n`,
)

const [, conforming = '0', documented = '0'] = coverageLine.exec(check('--coverage', traffic)) ?? []
process.stdout.write(`${conforming} of ${documented} documented methods conform fully\n`)
if (Number(conforming) < Number(least ?? 0)) fail(`at least ${least ?? ''} were to conform fully`)
if (unexpected.length > 0) process.exit(1)
