import { statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { systemClock } from './clock.ts'
import { runCommand } from './command.ts'
import { parseDatabase } from './config.ts'
import { verifyBackup } from './db/backup/backup-file.ts'
import { takeBackup } from './db/backup/take-backup.ts'

/** `npm run backup -- FILE`: saves the database of DATABASE_FILE or DATABASE_URL while servers run. */
await runCommand(async () => {
  const [given, ...others] = parseArgs({ allowPositionals: true }).positionals
  if (given === undefined || others.length > 0)
    throw new Error('Name the file to be written, or a folder in which it gets a name of its own')
  const now = systemClock.now()
  const isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory() ?? false
  const file = isFolder ? join(given, `sla-desk-${stampOf(now)}.backup`) : given
  const rows = await takeBackup(parseDatabase(process.env), file, now)
  if ((await verifyBackup(file)) !== rows) throw new Error(`${file} is not what was written`)
  return `${file}: ${String(rows)} rows, ${String(statSync(file).size)} bytes, read again and whole`
})

function stampOf(now: number): string {
  return new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
}
