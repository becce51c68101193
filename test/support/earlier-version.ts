import { readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { serialize } from 'node:v8'
import { z } from 'zod'
import type { BackupContent } from '../../server/db/backup/backup-file.ts'
import { insertAll, renumber } from '../../server/db/backup/insert-rows.ts'
import { connectDb, type DatabaseTarget, migrate } from '../../server/db/open-db.ts'

/**
 * What earlier versions of this program left behind: two linked portals with five tickets, as the demo
 * of that version made them. `bridge` knew no robots, `work-log` no money, `statements` no drafts of mail.
 */
export const earlierVersions = ['bridge', 'work-log', 'statements'] as const
export type EarlierVersion = (typeof earlierVersions)[number]

export type Ports = { app: number; oauth: number; portals: [partner: number, customer: number] }

const headerSchema = z.object({ at: z.iso.datetime(), migrations: z.array(z.string()) })
const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()) })
const rowSchema = z.array(z.union([z.string(), z.number(), z.null()]))
const lineSchema = z.union([tableSchema, rowSchema])

/**
 * Makes the database that the version had, with its schema.
 *
 * @returns when its last tick of the clock was
 */
export async function loadDatabase(
  version: EarlierVersion,
  target: DatabaseTarget,
  ports: Ports,
): Promise<string> {
  const [first = {}, ...lines] = linesOf(`${version}.database.txt`, ports)
  const { at, migrations } = headerSchema.parse(first)
  const db = await connectDb(target)
  await migrate(db, migrations)
  await db.transaction().execute(async (transaction) => {
    await insertAll(transaction, contentOf(lines))
    await renumber(transaction)
  })
  await db.destroy()
  return at
}

/** As a backup is read. */
function contentOf(lines: readonly unknown[]): BackupContent {
  const parts = lines.map((one) => {
    const line = lineSchema.parse(one)
    return Array.isArray(line) ? { row: line } : { table: line }
  })
  return Readable.from(parts)
}

const portalLineSchema = z.union([
  z.object({ portal: z.string(), part: z.string(), record: z.unknown() }),
  z.object({ portal: z.string(), part: z.string(), whole: z.unknown() }),
  z.object({ token: z.string(), kind: z.enum(['access', 'refresh']), grant: z.unknown() }),
])
type Parts = Record<string, unknown>

/** Writes what the portals knew at that time, with our set-up in them, as the emulator keeps it. */
export function loadPortals(version: EarlierVersion, stateFile: string, ports: Ports): void {
  const portals = new Map<string, Parts>()
  const tokens: Record<string, [string, unknown][]> = { access: [], refresh: [] }
  for (const one of linesOf(`${version}.portals.txt`, ports)) {
    const line = portalLineSchema.parse(one)
    if ('token' in line) tokens[line.kind]?.push([line.token, line.grant])
    else {
      const parts = portals.get(line.portal) ?? {}
      portals.set(line.portal, parts)
      if ('whole' in line) parts[line.part] = line.whole
      else parts[line.part] = [...((parts[line.part] ?? []) as unknown[]), line.record]
    }
  }
  for (const parts of portals.values()) {
    const apps = z.map(z.string(), z.unknown()).parse(parts.apps)
    parts.app = [...apps.values()][0]
  }
  writeFileSync(stateFile, serialize({ portals: [...portals], tokens }))
}

/** Addresses in them are those of this run. */
function linesOf(file: string, { app, oauth, portals: [partner, customer] }: Ports): unknown[] {
  const known: Record<string, number> = { app, oauth, partner, customer }
  return readFileSync(new URL(`../fixtures/earlier/${file}`, import.meta.url), 'utf8')
    .replaceAll(/\{(app|oauth|partner|customer)\}/g, (_all, name: string) => String(known[name]))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line, revive) as unknown)
}

function revive(_key: string, value: unknown): unknown {
  const isMap = typeof value === 'object' && value !== null && '$map' in value
  return isMap ? new Map(value.$map as [unknown, unknown][]) : value
}
