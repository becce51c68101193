import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { connectDb, type DatabaseTarget, type Db, migrate, migrations } from '../open-db.ts'
import { readBackup, readHeader, verifyBackup } from './backup-file.ts'
import { insertAll, renumber } from './insert-rows.ts'
import { markRestored } from './mark-restored.ts'
import { keepNewerTokens, tokensIn, type Tokens } from './newer-tokens.ts'
import { isEmpty, makeWay, requireUnused } from './target.ts'

export type Restored = {
  rows: number
  takenAt: number
  /** Where the data is now that was there before; null when there was none. */
  before: string | null
}

type Options = { replace: boolean; now: number }

/**
 * Puts a backup, of either database, into an empty one: all or nothing. With `replace` what is there is
 * moved aside, and of the portals' tokens the newer ones stay.
 *
 * @throws Error when the backup is damaged or of a newer version, when servers use the database, or when
 * it is not empty
 */
export async function restoreBackup(
  target: DatabaseTarget,
  file: string,
  { replace, now }: Options,
): Promise<Restored> {
  const { takenAt, migrations: made } = await readHeader(file)
  const unknown = made.filter((name) => !(name in migrations))
  if (unknown.length > 0)
    throw new Error(`The backup is of a newer version of this program: ${unknown.join(', ')}`)
  const rows = await verifyBackup(file)
  const stamp = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)
  const restoration = { file, made, takenAt, now }
  const before =
    'file' in target
      ? await restoreFile(target.file, restoration, { replace, stamp })
      : await restoreInPlace(target, restoration, { replace, stamp })
  return { rows, takenAt, before }
}

type Restoration = { file: string; made: readonly string[]; takenAt: number; now: number }
type Way = { replace: boolean; stamp: string }

/** A new file beside the old one, which takes its place when it is whole. */
async function restoreFile(path: string, restoration: Restoration, { replace, stamp }: Way) {
  const isThere = existsSync(path)
  const tokens = isThere ? await leaveFile(path, replace) : null
  const part = `${path}.restoring`
  await rm(part, { force: true })
  const db = await connectDb({ file: part })
  try {
    await fill(db, restoration, tokens ?? [])
    await sql`pragma journal_mode = delete`.execute(db)
  } finally {
    await db.destroy()
  }
  const aside = tokens === null ? null : `${path}.before-restore-${stamp}`
  if (isThere) await (aside === null ? rm(path) : rename(path, aside))
  await rename(part, path)
  return aside
}

/** @returns the tokens in it; null when it is empty */
async function leaveFile(path: string, replace: boolean): Promise<Tokens[] | null> {
  const db = await connectDb({ file: path })
  try {
    await requireUnused(db)
    if (await isEmpty(db)) return null
    refuseUnless(replace)
    return await tokensIn(db)
  } finally {
    await db.destroy()
  }
}

async function restoreInPlace(target: DatabaseTarget, restoration: Restoration, way: Way) {
  const db = await connectDb(target)
  try {
    await requireUnused(db)
    const isVacant = await isEmpty(db)
    if (!isVacant) refuseUnless(way.replace)
    const tokens = isVacant ? [] : await tokensIn(db)
    const aside = isVacant ? null : `before_restore_${way.stamp}`
    await makeWay(db, aside)
    await fill(db, restoration, tokens)
    return aside
  } finally {
    await db.destroy()
  }
}

function refuseUnless(replace: boolean): void {
  if (!replace) throw new Error('The database is not empty; --replace moves aside what is there')
}

/** The schema is made as it was; rows, later changes of the schema and the mark are one transaction. */
async function fill(db: Db, { file, made, takenAt, now }: Restoration, tokens: readonly Tokens[]) {
  await migrate(db, [...made])
  await db.transaction().execute(async (transaction) => {
    await insertAll(transaction, readBackup(file))
    await renumber(transaction)
    await migrateOn(transaction, { made, now })
    await keepNewerTokens(transaction, tokens)
    await markRestored(transaction, { takenAt, restoredAt: now })
  })
}

/** As the migrator does, but in the transaction of the rows. */
async function migrateOn(
  transaction: Db,
  { made, now }: Pick<Restoration, 'made' | 'now'>,
): Promise<void> {
  const left = Object.keys(migrations).filter((name) => !made.includes(name))
  for (const name of left.sort()) {
    await migrations[name]?.up(transaction)
    const timestamp = new Date(now).toISOString()
    await sql`insert into kysely_migration (name, timestamp) values (${name}, ${timestamp})`.execute(
      transaction,
    )
  }
}
