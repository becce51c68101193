import type { Person } from '../../shared/api/contracts.ts'
import type { RobotCode } from '../../shared/automation/robots.ts'
import type { Fact, Side } from '../../shared/sla/history.ts'
import { levelSchema } from '../../shared/sla/level.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import { verbatim } from '../../shared/words/language.ts'
import type { RobotCallRecord } from '../db/robot-calls-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { TicketAct } from './act-on-ticket.ts'
import { callAct } from './call-act.ts'
import { robotName } from './author-names.ts'
import { robotOf } from './robot-message.ts'
import {
  minutesIn,
  RobotRefusal,
  type RobotValues,
  requiredText,
  requiredUser,
} from './robot-outcome.ts'
import { robotTexts } from './robot-texts.ts'

/** What a robot does to a ticket that is there. */
export type RobotAction = TicketAct & {
  /** What it gives back besides the ticket's number. */
  values: RobotValues
}

export type RobotSetting = {
  ticket: Ticket
  persons: readonly Person[]
  /** @throws RobotRefusal when the portal has no such user */
  nameOf: (userId: number) => Promise<string>
  now: Instant
}

type Act = (call: RobotCallRecord, setting: RobotSetting) => Promise<RobotAction>

/** Robots that work on a ticket, by code, and in whose portal. */
export const robotActions: Partial<Record<RobotCode, { side: Side; act: Act }>> = {
  sla_reply: { side: 'customer', act: reply },
  sla_answer_customer: { side: 'partner', act: write(false) },
  sla_ask_customer: { side: 'partner', act: write(true) },
  sla_change_level: { side: 'partner', act: changeLevel },
  sla_log_call: { side: 'partner', act: logCall },
}

const minuteMs = 60_000
const mostMinutesAgo = 7 * 24 * 60

function write(asks: boolean): Act {
  return (call) => {
    const text = requiredText(call, 'text')
    return Promise.resolve({
      facts: [],
      says: { text: verbatim(text), asks, author: robotName },
      values: {},
    })
  }
}

/** As for people: only the words of authorised persons go to the partner. */
async function reply(
  call: RobotCallRecord,
  { persons, nameOf }: RobotSetting,
): Promise<RobotAction> {
  const userId = requiredUser(call, 'author')
  const text = requiredText(call, 'text')
  const person = persons.find((one) => one.portalUserId === userId)
  if (person?.isAuthorised !== true)
    throw new RobotRefusal(robotTexts.notAuthorised(await nameOf(userId)))
  const author = robotOf(person.name)
  return { facts: [], says: { text: verbatim(text), asks: false, author }, values: {} }
}

function changeLevel(call: RobotCallRecord, { ticket, now }: RobotSetting): Promise<RobotAction> {
  const asked = levelSchema.safeParse(Number(requiredText(call, 'level')))
  const reason = requiredText(call, 'reason')
  if (!asked.success) throw new RobotRefusal(robotTexts.badLevel)
  const level = asked.data
  if (level === 1) throw new RobotRefusal(robotTexts.levelOne)
  if (isOver(ticket.stage)) throw new RobotRefusal(robotTexts.isOver(ticket.number))
  const values = { level: String(level) }
  if (level === ticket.level) return Promise.resolve({ facts: [], says: null, values })
  const id = `partner:level:${call.xmlId}`
  const time = { at: now, recordedAt: now }
  const fact: Fact = { kind: 'levelChanged', id, ...time, level, reason, consents: false }
  return Promise.resolve({ facts: [fact], says: null, values })
}

/** The engineer has called; the robot only writes it down. */
async function logCall(call: RobotCallRecord, setting: RobotSetting): Promise<RobotAction> {
  const { ticket, persons, nameOf, now } = setting
  const author = await nameOf(requiredUser(call, 'engineer'))
  const person = reachedPerson(call.properties.person ?? '', persons)
  const report = {
    id: call.xmlId,
    startedAt: call.receivedAt - minutesIn(call, 'minutesAgo', mostMinutesAgo) * minuteMs,
    enteredAt: call.receivedAt,
    person: person ?? null,
    isReached: person !== undefined,
    summary: call.properties.summary?.trim() ?? '',
    author,
  }
  return { ...callAct(report, ticket, now), values: {} }
}

/** §3.6: a contact is only a call that reached a named authorised person. */
function reachedPerson(name: string, persons: readonly Person[]): Person | undefined {
  const wanted = plain(name)
  if (wanted === '') return undefined
  const authorised = persons.filter((person) => person.isAuthorised)
  const found = authorised.find((person) => plain(person.name) === wanted)
  if (found) return found
  const names = authorised.map((person) => person.name)
  throw new RobotRefusal(robotTexts.notAmong(name, names))
}

const plain = (name: string) => name.replace(/\s+/g, ' ').trim().toLowerCase()
