import type { NewWork } from '../../shared/api/work-log.ts'
import { minutesOfEntry } from '../../shared/billing/bill-ticket.ts'
import type { Database } from '../db/database.ts'
import type { RobotCallRecord } from '../db/robot-calls-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import type { LogWork } from './log-work.ts'
import {
  minutesIn,
  RobotRefusal,
  type RobotValues,
  requiredText,
  requiredUser,
  settingOf,
} from './robot-outcome.ts'
import { robotTexts } from './robot-texts.ts'

type Deps = { db: Database; logWork: Pick<LogWork, 'record'> }

const minuteMs = 60_000
const mostMinutes = 24 * 60
const mostMinutesAgo = 31 * 24 * 60

/**
 * «Записать работу»: what the engineer did, entered by his own name. The entry has the call's id, so
 * that a call that is taken up again enters nothing twice.
 */
export function createLogWorkByRobot({ db, logWork }: Deps) {
  return async function logWorkByRobot(
    call: RobotCallRecord,
    ticket: Ticket,
    nameOf: (userId: number) => Promise<string>,
  ): Promise<RobotValues> {
    const userId = requiredUser(call, 'engineer')
    const work = workOf(call)
    const engineer = { memberId: call.memberId, userId, name: await nameOf(userId) }
    await logWork.record(ticket, engineer, work).catch((error: unknown) => {
      throw asRefusal(error, engineer.name)
    })
    const terms = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
    const { single, double, night } = minutesOfEntry(terms, work)
    const dearer = String(double + night)
    return { number: String(ticket.number), single: String(single), double: dearer }
  }
}

function workOf(call: RobotCallRecord): NewWork {
  const minutes = minutesIn(call, 'minutes', mostMinutes)
  if (minutes === 0) throw new RobotRefusal(robotTexts.tooShort(settingOf(call, 'minutes')))
  const to = call.receivedAt - minutesIn(call, 'minutesAgo', mostMinutesAgo) * minuteMs
  return {
    id: call.xmlId,
    from: to - minutes * minuteMs,
    to,
    what: requiredText(call, 'what'),
    onlyOutOfHours: call.properties.onlyOutOfHours === 'Y',
    questionIds: [],
    endsTimer: false,
  }
}

function asRefusal(error: unknown, name: string): unknown {
  if (!(error instanceof AppError)) return error
  if (error.code === 'consentNeeded') return new RobotRefusal(robotTexts.limitUsedUp)
  if (error.code !== 'workOverlaps') return error
  const number = String(error.details?.number ?? '')
  return new RobotRefusal(robotTexts.overlaps(name, number))
}
