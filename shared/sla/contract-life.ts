import type { Standing } from '../api/contract-life.ts'
import { civilDayOf } from '../calendar/civil-day.ts'
import { civilDayAt } from '../calendar/zone.ts'
import type { Instant } from '../time.ts'

/** From when to when a contract covers tickets; dates are of its zone and count to their end. */
export type ContractLife = {
  startsOn: string | null
  endsOn: string | null
  /** §1: last day of licence and updates. */
  licenceUntil: string | null
  endedAt: Instant | null
}

/** Whether a ticket that is filed at an instant is covered (§1), and if not, why. Pure. */
export function standingAt(life: ContractLife, zone: string, at: Instant): Standing {
  const today = civilDayAt(zone, at)
  if (life.endedAt !== null && at >= life.endedAt) return 'ended'
  if (life.startsOn !== null && today < civilDayOf(life.startsOn)) return 'notStarted'
  if (life.endsOn !== null && today > civilDayOf(life.endsOn)) return 'ended'
  if (life.licenceUntil !== null && today > civilDayOf(life.licenceUntil)) return 'licenceEnded'
  return 'valid'
}

/** How many days before an end the partner is told of it; -1: it is over. */
export const lifeMarks = [30, 7, 0, -1] as const

export type LifeNotice = {
  what: 'end' | 'licence'
  on: string
  /** 0 on the last day; negative: it is over. */
  daysLeft: number
  /** The same as long as nothing else is to be told. */
  key: string
}

/** What the partner should know by now of ends that come: of each the newest mark only. Pure. */
export function lifeNotices(life: ContractLife, zone: string, now: Instant): LifeNotice[] {
  if (life.endedAt !== null) return []
  const today = civilDayAt(zone, now)
  const ends = [
    { what: 'end', on: life.endsOn },
    { what: 'licence', on: life.licenceUntil },
  ] as const
  return ends.flatMap(({ what, on }) => {
    if (on === null) return []
    const daysLeft = civilDayOf(on) - today
    const mark = lifeMarks.findLast((days) => daysLeft <= days)
    return mark === undefined ? [] : [{ what, on, daysLeft, key: `${what}:${on}:${String(mark)}` }]
  })
}
