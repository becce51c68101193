import { civilDayOf, dayMs, type CivilDay, weekdayOf } from '../calendar/civil-day.ts'
import { minuteWindowOf } from '../calendar/wall-clock.ts'
import { civilDayAt, instantOfLocal } from '../calendar/zone.ts'
import type { Instant } from '../time.ts'
import type { DutyException, DutyPerson, Rota, Shift } from './rota.ts'

const minuteMs = 60_000
/** 1970-01-05 was a Monday. */
const firstMonday = 4

/** One person's claim to a stretch of time; the highest rank wins. */
type Claim = {
  from: Instant
  to: Instant
  person: DutyPerson
  by: 'shift' | 'exception'
  rank: number
}

/** Who is on duty in a stretch of time in which that does not change. */
export type DutyStretch = {
  from: Instant
  to: Instant
  /** Null: a gap, nobody is. */
  person: DutyPerson | null
  by: 'shift' | 'exception' | null
  /** Others whose shifts cover the stretch too. */
  rivals: DutyPerson[]
}

/** The person on duty at an instant; null in a gap of the rota. Pure. */
export function onDutyAt(rota: Rota, at: Instant): DutyPerson | null {
  return bestOf(claimsWithin(rota, at, at + 1))?.person ?? null
}

/**
 * A span of time in stretches without hole or overlap, in order; neighbours differ. Pure.
 *
 * @param from inclusive
 * @param to exclusive
 */
export function dutyStretches(rota: Rota, from: Instant, to: Instant): DutyStretch[] {
  const claims = claimsWithin(rota, from, to)
  const edges = [from, to, ...claims.flatMap((claim) => [claim.from, claim.to])]
    .filter((edge) => edge >= from && edge <= to)
    .sort((a, b) => a - b)
  const stretches: DutyStretch[] = []
  for (const [index, start] of edges.entries()) {
    const end = edges[index + 1]
    if (end === undefined || end === start) continue
    const stretch = stretchOf(claims, start, end)
    const last = stretches.at(-1)
    if (last && isSameDuty(last, stretch)) last.to = end
    else stretches.push(stretch)
  }
  return stretches
}

/** The Monday of the ISO week in which a zone is at an instant. */
export function mondayAt(zone: string, at: Instant): CivilDay {
  return weekOf(civilDayAt(zone, at)) * 7 + firstMonday
}

/** The instant at which a civil day begins in a zone. */
export const startOfDay = (zone: string, day: CivilDay): Instant =>
  instantOfLocal(zone, day * dayMs)

function stretchOf(claims: readonly Claim[], from: Instant, to: Instant): DutyStretch {
  const covering = claims.filter((claim) => claim.from <= from && claim.to >= to)
  const best = bestOf(covering)
  const others = best?.by === 'shift' ? covering.map(({ person }) => person) : []
  const rivals = new Map(
    others.filter(({ id }) => id !== best?.person.id).map((person) => [person.id, person]),
  )
  const person = best?.person ?? null
  return { from, to, person, by: best?.by ?? null, rivals: [...rivals.values()] }
}

const isSameDuty = (a: DutyStretch, b: DutyStretch): boolean =>
  a.person?.id === b.person?.id && a.by === b.by && idsOf(a.rivals) === idsOf(b.rivals)

const idsOf = (persons: readonly DutyPerson[]) =>
  persons
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .join()

const bestOf = (claims: readonly Claim[]): Claim | undefined =>
  claims.reduce<Claim | undefined>(
    (best, claim) => (best && best.rank > claim.rank ? best : claim),
    undefined,
  )

/** All claims that touch [from, to). */
function claimsWithin({ zone, shifts, exceptions }: Rota, from: Instant, to: Instant): Claim[] {
  // A shift may run into the next day.
  const first = civilDayAt(zone, from) - 1
  const last = civilDayAt(zone, to)
  const claims = exceptions.map((exception, index) => exceptionClaim(zone, exception, index + 1))
  for (let day = first; day <= last; day += 1)
    for (const [index, shift] of shifts.entries())
      if (shift.days.includes(weekdayOf(day))) claims.push(shiftClaim(zone, shift, { day, index }))
  return claims.filter((claim) => claim.from < to && claim.to > from && claim.from < claim.to)
}

function exceptionClaim(zone: string, { from, to, person }: DutyException, rank: number): Claim {
  const end = civilDayOf(to) + 1
  const span = { from: startOfDay(zone, civilDayOf(from)), to: startOfDay(zone, end) }
  return { ...span, person, by: 'exception', rank }
}

function shiftClaim(
  zone: string,
  shift: Shift,
  { day, index }: { day: CivilDay; index: number },
): Claim {
  const { start, end } = minuteWindowOf(shift.hours)
  const at = (minutes: number) => instantOfLocal(zone, day * dayMs + minutes * minuteMs)
  return { from: at(start), to: at(end), person: turnOf(shift, day), by: 'shift', rank: -index }
}

/** Weeks are counted on from year to year, so that nobody has two in a row because a year ends. */
function turnOf({ persons, since }: Shift, day: CivilDay): DutyPerson {
  const weeks = weekOf(day) - weekOf(civilDayOf(since))
  const count = persons.length
  const person = persons[((weeks % count) + count) % count]
  if (!person) throw new RangeError('A shift without persons')
  return person
}

const weekOf = (day: CivilDay) => Math.floor((day - firstMonday) / 7)
