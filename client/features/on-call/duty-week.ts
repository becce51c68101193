import {
  type CivilDay,
  dateOf,
  type Weekday,
  weekdayOf,
} from '../../../shared/calendar/civil-day.ts'
import { type DutyStretch, dutyStretches, startOfDay } from '../../../shared/on-call/duty.ts'
import type { Rota } from '../../../shared/on-call/rota.ts'

/** A stretch and where it lies in the picture of its day, in per cent. */
type Piece = DutyStretch & { left: number; width: number }

export type DutyDay = { date: string; weekday: Weekday; pieces: Piece[] }

export type DutyWeek = {
  days: DutyDay[]
  /** Stretches in which nobody is on duty. */
  gaps: DutyStretch[]
  /** Stretches that several shifts cover. */
  overlaps: DutyStretch[]
}

/** The week that begins on a Monday, as the rota has it. */
export function dutyWeek(rota: Rota, monday: CivilDay): DutyWeek {
  const days = [0, 1, 2, 3, 4, 5, 6].map((offset) => dutyDay(rota, monday + offset))
  const whole = dutyStretches(
    rota,
    startOfDay(rota.zone, monday),
    startOfDay(rota.zone, monday + 7),
  )
  return {
    days,
    gaps: whole.filter(({ person }) => person === null),
    overlaps: whole.filter(({ rivals }) => rivals.length > 0),
  }
}

function dutyDay(rota: Rota, day: CivilDay): DutyDay {
  const [from, to] = [startOfDay(rota.zone, day), startOfDay(rota.zone, day + 1)]
  const share = (ms: number) => (100 * ms) / (to - from)
  const pieces = dutyStretches(rota, from, to).map((stretch) => ({
    ...stretch,
    left: share(stretch.from - from),
    width: share(stretch.to - stretch.from),
  }))
  return { date: dateOf(day), weekday: weekdayOf(day), pieces }
}
