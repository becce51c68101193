import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Dialect, Kysely, type Migration, Migrator, SqliteDialect } from 'kysely'
import * as initial from './migrations/0001-initial.ts'
import * as upkeep from './migrations/0002-upkeep.ts'
import * as personChanges from './migrations/0003-person-changes.ts'
import * as robotCalls from './migrations/0013-robot-calls.ts'
import * as webhooks from './migrations/0014-webhooks.ts'
import * as basket from './migrations/0019-basket.ts'
import * as ticketList from './migrations/0020-ticket-list.ts'
import * as workLog from './migrations/0030-work-log.ts'
import * as dutyManagers from './migrations/0040-duty-managers.ts'
import * as queue from './migrations/0041-queue.ts'
import * as replyTemplates from './migrations/0045-reply-templates.ts'
import * as onCall from './migrations/0050-on-call.ts'
import * as heldNotices from './migrations/0051-held-notices.ts'
import * as timelineCards from './migrations/0052-timeline-cards.ts'
import * as audit from './migrations/0055-audit.ts'
import * as termsHistory from './migrations/0056-terms-history.ts'
import * as contractLife from './migrations/0057-contract-life.ts'
import * as rawMails from './migrations/0060-raw-mails.ts'
import * as mailOutbox from './migrations/0065-mail-outbox.ts'
import * as outsidePosts from './migrations/0066-outside-posts.ts'
import * as rescue from './migrations/0067-rescue.ts'
import * as tariff from './migrations/0070-tariff.ts'
import * as money from './migrations/0071-money.ts'
import * as limits from './migrations/0072-limits.ts'
import * as reports from './migrations/0080-reports.ts'
import * as invoices from './migrations/0085-invoices.ts'
import * as evidence from './migrations/0090-evidence.ts'
import * as personMail from './migrations/0095-person-mail.ts'
import * as mailProofs from './migrations/0096-mail-proofs.ts'
import * as mailDrafts from './migrations/0097-mail-drafts.ts'
import * as sentReports from './migrations/0100-sent-reports.ts'
import * as restorations from './migrations/0102-restorations.ts'
import * as engine from './migrations/0103-engine.ts'
import * as pulse from './migrations/0104-pulse.ts'
import * as manyPortals from './migrations/0109-many-portals.ts'
import * as ownMoves from './migrations/0110-own-moves.ts'
import * as briefEffects from './migrations/0111-brief-effects.ts'
import * as localApps from './migrations/0120-local-apps.ts'
import * as requisites from './migrations/0130-requisites.ts'
import * as mailServers from './migrations/0131-mail-servers.ts'
import * as languages from './migrations/0160-languages.ts'
import type { Schema } from './schema.ts'

export type Db = Kysely<Schema>

/** A file for one process, or the address of a PostgreSQL that any number of them share. */
export type DatabaseTarget = Readonly<{ file: string } | { url: string }>

const everyMigration = {
  '0001-initial': initial,
  '0002-upkeep': upkeep,
  '0003-person-changes': personChanges,
  '0013-robot-calls': robotCalls,
  '0014-webhooks': webhooks,
  '0019-basket': basket,
  '0020-ticket-list': ticketList,
  '0030-work-log': workLog,
  '0040-duty-managers': dutyManagers,
  '0041-queue': queue,
  '0045-reply-templates': replyTemplates,
  '0050-on-call': onCall,
  '0051-held-notices': heldNotices,
  '0052-timeline-cards': timelineCards,
  '0055-audit': audit,
  '0056-terms-history': termsHistory,
  '0057-contract-life': contractLife,
  '0060-raw-mails': rawMails,
  '0065-mail-outbox': mailOutbox,
  '0066-outside-posts': outsidePosts,
  '0067-rescue': rescue,
  '0070-tariff': tariff,
  '0071-money': money,
  '0072-limits': limits,
  '0080-reports': reports,
  '0085-invoices': invoices,
  '0090-evidence': evidence,
  '0095-person-mail': personMail,
  '0096-mail-proofs': mailProofs,
  '0097-mail-drafts': mailDrafts,
  '0100-sent-reports': sentReports,
  '0102-restorations': restorations,
  '0103-engine': engine,
  '0104-pulse': pulse,
  '0109-many-portals': manyPortals,
  '0110-own-moves': ownMoves,
  '0111-brief-effects': briefEffects,
  '0120-local-apps': localApps,
  '0130-requisites': requisites,
  '0131-mail-servers': mailServers,
  '0160-languages': languages,
}

/** All changes of the schema by name, in no order: a later version may add some between others. */
export const migrations: Readonly<Record<string, Migration>> = everyMigration

/**
 * Opens the store and brings it up to the newest schema; of several processes that start at once,
 * one does it and the others wait.
 */
export async function openDb(target: DatabaseTarget): Promise<Db> {
  const db = await connectDb(target)
  await migrate(db).catch(async (error: unknown) => {
    await db.destroy()
    throw error
  })
  return db
}

/** Opens the store as it is. */
export async function connectDb(target: DatabaseTarget): Promise<Db> {
  const dialect = 'file' in target ? sqlite(target.file) : await postgres(target.url)
  return new Kysely<Schema>({ dialect })
}

/** @param file path, made where it is missing; ':memory:' for a store that dies with the process */
function sqlite(file: string): Dialect {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new Sqlite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('busy_timeout = 5000')
  return new SqliteDialect({ database })
}

/** The driver costs 15 MB, which a process with a file need not spend. */
async function postgres(url: string): Promise<Dialect> {
  const { postgresDialect } = await import('./postgres-dialect.ts')
  return postgresDialect(url)
}

/** @param names of the changes to make; those that were made already are let be */
export async function migrate(db: Db, names = Object.keys(migrations)): Promise<void> {
  const wanted = Object.fromEntries(
    Object.entries(migrations).filter(([name]) => names.includes(name)),
  )
  const provider = { getMigrations: () => Promise.resolve(wanted) }
  const { error } = await new Migrator({
    ...{ db, provider },
    // Numbers are given by topic: a database of an earlier version may lack some between others.
    allowUnorderedMigrations: true,
  }).migrateToLatest()
  if (error !== undefined) throw new Error('The database could not be migrated', { cause: error })
}
