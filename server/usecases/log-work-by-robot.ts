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
} from './robot-outcome.ts'

type Deps = { db: Database; logWork: Pick<LogWork, 'record'> }

const minuteMs = 60_000
const duration = { title: 'Сколько минут', most: 24 * 60 }
const ago = { title: 'Сколько минут назад закончена', most: 31 * 24 * 60 }

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
    const userId = requiredUser(call, 'engineer', 'Инженер')
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
  const minutes = minutesIn(call, 'minutes', duration)
  if (minutes === 0) throw new RobotRefusal('«Сколько минут» — не меньше одной.')
  const to = call.receivedAt - minutesIn(call, 'minutesAgo', ago) * minuteMs
  return {
    id: call.xmlId,
    from: to - minutes * minuteMs,
    to,
    what: requiredText(call, 'what', 'Что сделано'),
    onlyOutOfHours: call.properties.onlyOutOfHours === 'Y',
    questionIds: [],
    endsTimer: false,
  }
}

function asRefusal(error: unknown, name: string): unknown {
  if (!(error instanceof AppError)) return error
  if (error.code === 'consentNeeded')
    return new RobotRefusal(
      'Лимит работ на этот месяц израсходован: нужно согласие организационного контакта клиента.',
    )
  if (error.code !== 'workOverlaps') return error
  const number = String(error.details?.number ?? '')
  return new RobotRefusal(
    `У сотрудника ${name} на это время уже записана работа по обращению № ${number}.`,
  )
}
