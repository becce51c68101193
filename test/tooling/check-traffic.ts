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

/** Deliberate deviations from the documentation, each with its reason. */
const deviations = deviationsSchema.parse(
  JSON.parse(readFileSync(new URL('../contract/deviations.json', import.meta.url), 'utf8')),
)

const [checker = '', traffic = ''] = process.argv.slice(2)
const { stdout, stderr } = spawnSync(process.execPath, [checker, traffic, '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
if (stdout === '') {
  process.stderr.write(stderr)
  process.exit(1)
}
const report = reportSchema.parse(JSON.parse(stdout))
const known = new Set(deviations.map((deviation) => deviation.problem))
const unexpected = Object.entries(report.problems).filter(([problem]) => !known.has(problem))
for (const [problem, count] of unexpected) process.stdout.write(`${String(count)}× ${problem}\n`)
process.stdout.write(
  `${String(report.lines)} lines (${String(report.http)} REST calls, ${String(report.sub)} inside batches), ` +
    `${String(unexpected.length)} at odds with the documentation, ${String(known.size)} deliberate\n`,
)
process.exit(unexpected.length > 0 ? 1 : 0)
