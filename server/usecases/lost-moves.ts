import { computeClocks } from '../../shared/sla/clocks.ts'
import { decide } from '../../shared/sla/decide.ts'
import type { Fact, Side } from '../../shared/sla/history.ts'
import { stageOf } from '../../shared/ticket/place.ts'
import { mayMove, type Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { Terms } from '../db/contracts-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { SideReading } from './read-side.ts'
import { hold } from './translation.ts'

/** Portals keep whole seconds, and ours follows theirs by less. */
const sameTimeMs = 2000

type Row = { side: Side; id: number; at: Instant; stage: Stage; reading: SideReading }

type Known = { terms: Terms; facts: readonly Fact[] }

/**
 * Moves of both items that nobody remembers. A stage history does not say who moved: a row that leads to
 * where the ticket stands by then anyway is ours, which carried over somebody's move or put one back.
 *
 * @param facts all that is known but for the moves
 * @returns facts of people's moves, in the order of their times
 */
export function lostMoves(
  ticket: Ticket,
  readings: readonly SideReading[],
  { terms, facts }: Known,
): Fact[] {
  const moves: Fact[] = []
  const left = readings
    .flatMap((reading) => rowsOf(ticket, reading))
    .toSorted((a, b) => a.at - b.at)
  const clocksUntil = (at: Instant) =>
    computeClocks(
      terms.policy,
      terms.calendar,
      [...facts, ...moves].filter((fact) => fact.at <= at),
    )
  for (let first = left[0]; first; first = left[0]) {
    const clocks = clocksUntil(first.at + sameTimeMs)
    const row = nextOf(left, clocks.stage) ?? first
    left.splice(left.indexOf(row), 1)
    const closes = decide(clocks, new Set(), row.at).notices.some(
      ({ kind }) => kind === 'autoClose',
    )
    const isOurs = row.stage === clocks.stage || (row.stage === 'closed' && closes)
    if (!isOurs) moves.push(factOf(ticket, row))
  }
  return moves
}

/** Of rows at one time the one that somebody was allowed to make, because others follow it. */
function nextOf(rows: readonly Row[], stage: Stage): Row | undefined {
  const [first] = rows
  if (!first) return undefined
  return rows
    .filter((row) => row.at - first.at <= sameTimeMs)
    .filter((row) => isFirstOfItem(row, rows))
    .find((row) => row.stage !== stage && mayMove(row.side, stage, row.stage))
}

const isFirstOfItem = (row: Row, rows: readonly Row[]) =>
  rows.find(({ side }) => side === row.side) === row

function rowsOf(ticket: Ticket, reading: SideReading): Row[] {
  const { side, place } = reading
  return reading.moves
    .filter(({ id, kind }) => id > ticket.sides[side].stageMark && kind !== 'created')
    .toSorted((a, b) => a.id - b.id)
    .flatMap(({ id, at, stageId }) => {
      const stage = stageOf(place, stageId)
      return stage === undefined ? [] : [{ side, id, at, stage, reading }]
    })
}

function factOf(ticket: Ticket, { side, id, at, stage, reading }: Row): Fact {
  const time = hold(at, ticket.sides[side], reading)
  return { kind: 'stage', id: `${side}:stage:${String(id)}`, ...time, stage, by: side }
}
