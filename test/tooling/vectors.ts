import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runVectors } from './vector-run.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const file = positionals[0]
if (file === undefined) {
  process.stderr.write('usage: npm run -s vectors -- FILE\n')
  process.exit(2)
}
const { lines, failed } = runVectors(JSON.parse(readFileSync(file, 'utf8')))
process.stdout.write(`${lines.join('\n')}\n`)
process.exitCode = failed > 0 ? 1 : 0
