import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { readBackup } from '../../server/db/backup/backup-file.ts'

/** A place for backups and databases of one test. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sla-backup-'))

export const textOf = (backup: string): string => gunzipSync(readFileSync(backup)).toString()

/** The same backup with other words in it. */
export function rewrite(backup: string, change: (text: string) => string): void {
  writeFileSync(backup, gzipSync(change(textOf(backup))))
}

/** Rows of each table, in no order. */
export async function contentOf(backup: string): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {}
  let table = ''
  let columns: string[] = []
  for await (const part of readBackup(backup)) {
    if ('table' in part) {
      ;({ table, columns } = part.table)
      content[table] = []
    } else {
      const cells = part.row.map((cell, index) => [columns[index] ?? '', cell] as const)
      content[table]?.push(JSON.stringify(Object.fromEntries(cells.toSorted(byName))))
    }
  }
  for (const rows of Object.values(content)) rows.sort()
  return content
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]) =>
  a[0] < b[0] ? -1 : 1
