import process from 'node:process'
import { parseArgs } from 'node:util'
import { systemClock } from './clock.ts'
import { runCommand } from './command.ts'
import { parseDatabase } from './config.ts'
import { restoreBackup } from './db/backup/restore-backup.ts'

/** `npm run restore -- FILE [--replace]`: puts a backup into the database while no server runs. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error('Name the backup to be restored')
  const { rows, takenAt, before } = await restoreBackup(parseDatabase(process.env), file, {
    replace: values.replace,
    now: systemClock.now(),
  })
  const lines = [
    `${String(rows)} rows as of ${new Date(takenAt).toISOString()} are restored.`,
    ...(before === null ? [] : [`What was there before is in ${before}.`]),
    'Start the servers: what the portals know from later on is read from them first.',
  ]
  return lines.join('\n')
})
