import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { auditValuesSchema } from '../../shared/api/audit.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Traces } from '../../shared/api/person-erasure.ts'
import { erasedName } from '../../shared/audit/erased-name.ts'
import { isPerson, withoutPerson } from '../../shared/audit/without-person.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

/** One person of a party, by everything that he is known by there. */
export type Whom = {
  /** His party's portal. */
  memberId: string
  side: Side
  /** Of the party, and the partners' portals in them. */
  contractIds: readonly string[]
  partnerIds: readonly string[]
  userId: number | null
  personIds: readonly string[]
  /** In small letters. */
  emails: readonly string[]
  names: readonly string[]
}

type Condition = RawBuilder<unknown>

/** What goes with a single person; facts, messages, tickets and work stay. Call it in a transaction. */
export function createPersonErasureStore(db: Db) {
  return {
    async erase(whom: Whom, now: Instant): Promise<Omit<Traces, 'duties'>> {
      const ownPersons = sql`${isIn('contract_id', whom.contractIds)} and ${isIn('person_id', whom.personIds)}`
      const asUser = sql`member_id = ${whom.memberId} and user_id = ${whom.userId}`
      const persons = sql`${isIn('contract_id', whom.contractIds)} and ${isIn('id', whom.personIds)}`
      return {
        persons: await erase('persons', persons),
        changes: (await erase('person_changes', ownPersons)) + (await blankChanges(whom)),
        mailChoices: await erase('person_mail', ownPersons),
        drafts: await erase('mail_drafts', ownPersons),
        mails:
          (await erase('mail_digests', ownPersons)) +
          (await erase('raw_mails', unfiledBy(whom))) +
          (await eraseUnsent(whom)),
        questions: await eraseQuestions(whom),
        rescue:
          (await erase('rescue_links', nobodyElses('rescue_links', whom.emails))) +
          (await erase('rescue_sessions', nobodyElses('rescue_sessions', whom.emails))),
        roles: await erase('duty_managers', asUser),
        notices: await erase('held_notices', asUser),
        names: await change(
          'portal_users',
          sql`name = '', seen_at = ${now}`,
          sql`${asUser} and name != ''`,
        ),
        templates: await erase(
          'reply_templates',
          sql`member_id = ${whom.memberId} and owner_id = ${whom.userId}`,
        ),
        log: (await blankLog(whom)) + (await blankDecisions(whom)),
      }
    },
  }

  async function erase(table: string, which: Condition): Promise<number> {
    const { numAffectedRows = 0n } =
      await sql`delete from ${sql.table(table)} where ${which}`.execute(db)
    return Number(numAffectedRows)
  }

  async function change(table: string, what: Condition, which: Condition): Promise<number> {
    const { numAffectedRows = 0n } =
      await sql`update ${sql.table(table)} set ${what} where ${which}`.execute(db)
    return Number(numAffectedRows)
  }

  function blank(table: string, column: string, which: Condition): Promise<number> {
    return change(table, sql`${sql.ref(column)} = ${erasedName}`, which)
  }

  /** Changes of others, which he has asked for or decided about. */
  async function blankChanges({ side, contractIds, names }: Whom): Promise<number> {
    const within = isIn('contract_id', contractIds)
    const decided = sql`${within} and ${isIn('decided_by', names)}`
    if (side === 'partner')
      return blank('person_changes', 'decided_by', sql`${decided} and state != 'withdrawn'`)
    return (
      (await blank('person_changes', 'asked_by', sql`${within} and ${isIn('asked_by', names)}`)) +
      (await blank('person_changes', 'decided_by', sql`${decided} and state = 'withdrawn'`))
    )
  }

  /** Those that wait go; those of tickets stay without the name. */
  async function eraseQuestions({ side, contractIds, userId, names }: Whom): Promise<number> {
    const within = isIn('contract_id', contractIds)
    const ticked = sql`${within} and ${isIn('answered_by', names)}`
    const answered = await blank('basket_questions', 'answered_by', ticked)
    if (side === 'partner') return answered
    const own = sql`${within} and author_id = ${userId}`
    const waiting = await erase('basket_questions', sql`${own} and ticket_id is null`)
    const sent = sql`${own} and author != ${erasedName}`
    return answered + waiting + (await blank('basket_questions', 'author', sent))
  }

  /** Mails to him that have not gone. */
  async function eraseUnsent({ partnerIds, emails }: Whom): Promise<number> {
    const { rows } = await sql<{ id: number; content: string }>`
      select id, content from mails where ${isIn('member_id', partnerIds)} and state != 'sent'
    `.execute(db)
    const ids = rows.filter(({ content }) => emails.includes(readerOf(content))).map(({ id }) => id)
    return erase('mails', isIn('id', ids))
  }

  /** Who let a held mail in, or not. */
  async function blankDecisions({ side, memberId, names }: Whom): Promise<number> {
    if (side === 'customer') return 0
    const decided = sql`partner_member_id = ${memberId} and ${isIn('decided_by', names)}`
    return blank('raw_mails', 'decided_by', decided)
  }

  async function blankLog(whom: Whom): Promise<number> {
    const { rows } = await sql<LogRow>`
      select id, about, actor, actor_member_id, actor_id, before, after from audit
      where ${isBy(whom)} or (${isOfParty(whom)} and (${speaksOf(whom)}))
    `.execute(db)
    const changed = rows.flatMap((row) => blankedOf(row, whom) ?? [])
    for (const { id, ...row } of changed)
      await db.updateTable('audit').set(row).where('id', '=', id).execute()
    return changed.length
  }
}

type LogRow = {
  id: number
  about: string
  actor: string | null
  actor_member_id: string | null
  actor_id: number | null
  before: string | null
  after: string | null
}

/** The entry without the person; undefined when it does not speak of him. */
function blankedOf(row: LogRow, whom: Whom) {
  const { memberId, userId, side } = whom
  const names = new Set(whom.names)
  const idField = side === 'customer' ? 'portalUserId' : 'id'
  const blankValues = (json: string | null) => {
    if (json === null) return null
    const values = auditValuesSchema.parse(JSON.parse(json))
    const traced = { names, userId, idField }
    return isPerson(values, traced) ? null : JSON.stringify(withoutPerson(values, traced))
  }
  const isActor = row.actor_member_id === memberId && row.actor_id === userId
  const blanked = {
    about: names.has(row.about) ? erasedName : row.about,
    actor: isActor ? erasedName : row.actor,
    before: blankValues(row.before),
    after: blankValues(row.after),
  }
  const isSame =
    blanked.about === row.about &&
    blanked.actor === row.actor &&
    blanked.before === row.before &&
    blanked.after === row.after
  return isSame ? undefined : { id: row.id, ...blanked }
}

const isBy = ({ memberId, userId }: Whom): Condition =>
  sql`(actor_member_id = ${memberId} and actor_id = ${userId} and actor != ${erasedName})`

/** Of a customer's people his contracts speak, of a partner's what concerns his portal alone. */
const isOfParty = ({ side, memberId, contractIds }: Whom): Condition =>
  side === 'customer'
    ? isIn('contract_id', contractIds)
    : sql`member_id = ${memberId} and contract_id is null`

function speaksOf({ names }: Whom): Condition {
  if (names.length === 0) return sql`1 = 0`
  const found = names.map((name) => {
    const pattern = `%${JSON.stringify(name).slice(1, -1).replace(/[!%_]/g, '!$&')}%`
    return sql`before like ${pattern} escape '!' or after like ${pattern} escape '!'`
  })
  return sql`${isIn('about', names)} or ${sql.join(found, sql` or `)}`
}

/** What he wrote by mail and became neither ticket nor message. */
function unfiledBy({ side, contractIds, partnerIds, emails }: Whom): Condition {
  const within =
    side === 'partner'
      ? sql`1 = 1`
      : sql`(contract_id is null or ${isIn('contract_id', contractIds)})`
  return sql`${isIn('partner_member_id', partnerIds)} and ${within} and ticket_id is null
    and lower(from_address) in (${listOf(emails)})`
}

/** Of addresses that no list of persons names any more, whosever. */
const nobodyElses = (table: string, emails: readonly string[]): Condition =>
  sql`email in (${listOf(emails)})
    and not exists (select 1 from persons where lower(persons.email) = ${sql.ref(`${table}.email`)})`

const isIn = (column: string, values: readonly (string | number)[]): Condition =>
  sql`${sql.ref(column)} in (${listOf(values)})`

/** A list without members is written as one that nothing equals. */
const listOf = (values: readonly (string | number)[]): Condition =>
  values.length === 0 ? sql`null` : sql.join(values)

const contentSchema = z.object({ to: z.string() })

const readerOf = (content: string): string =>
  contentSchema.parse(JSON.parse(content)).to.toLowerCase()
