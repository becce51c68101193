import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import { decide } from '../../shared/sla/decide.ts'
import type { Fact } from '../../shared/sla/history.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import { type Bench, type Figure, opsPerSecond } from './measure.ts'

const minute = 60_000
const start = Date.UTC(2026, 9, 1, 7)

/** A talkative ticket of some weeks: questions, answers, calls, waits and changes of level. */
function ticketOf(count: number): Fact[] {
  const facts: Fact[] = [
    {
      kind: 'registered',
      id: '0',
      at: start,
      recordedAt: start,
      level: 1,
      consents: true,
      channel: 'portal',
    },
  ]
  while (facts.length < count) facts.push(factAt(facts.length))
  return facts
}

function factAt(index: number): Fact {
  const at = start + index * 173 * minute
  const place = { id: `partner:comment:${index}`, at, recordedAt: at }
  const message = { ...place, kind: 'message' as const, author: 'x' }
  switch (index % 10) {
    case 1:
    case 6:
      return { ...message, by: 'partner', asks: false }
    case 2:
      return { ...message, by: 'partner', asks: true }
    case 3:
      return { ...place, kind: 'delivered', messageId: `partner:comment:${index - 1}` }
    case 5:
      return { ...place, kind: 'stage', stage: 'waiting', by: 'partner' }
    case 8:
      return {
        ...place,
        kind: 'call',
        reached: true,
        hasPublicSummary: true,
        enteredAt: at,
        author: 'x',
      }
    case 9:
      return {
        ...place,
        kind: 'levelChanged',
        level: index % 20 === 9 ? 3 : 2,
        reason: 'x',
        consents: false,
      }
    default:
      return { ...message, by: 'customer', asks: false }
  }
}

export const clocksBench: Bench = {
  name: 'clocks',
  run: (): Figure[] => {
    const facts = ticketOf(100)
    const clocks = computeClocks(defaultPolicy, defaultCalendar, facts)
    const now = start + 100 * 173 * minute
    const compute = opsPerSecond(() => computeClocks(defaultPolicy, defaultCalendar, facts))
    const short = ticketOf(10)
    const shuffled = facts.toReversed()
    return [
      {
        name: 'computeClocks, a ticket of 100 facts',
        value: compute,
        unit: 'ops/s',
        target: { atLeast: 20_000 },
      },
      {
        name: 'computeClocks, a ticket of 100 facts in reverse order',
        value: opsPerSecond(() => computeClocks(defaultPolicy, defaultCalendar, shuffled)),
        unit: 'ops/s',
      },
      {
        name: 'computeClocks, a ticket of 10 facts',
        value: opsPerSecond(() => computeClocks(defaultPolicy, defaultCalendar, short)),
        unit: 'ops/s',
      },
      {
        name: 'decide, a ticket of 100 facts',
        value: opsPerSecond(() => decide(clocks, new Set(), now)),
        unit: 'ops/s',
      },
    ]
  },
}
