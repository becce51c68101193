import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { billTicket } from '../../../shared/billing/bill-ticket.ts'
import { agreedTerms } from '../../../shared/billing/tariff.ts'
import { businessTimeOf } from '../../../shared/calendar/business-time.ts'
import { defaultCalendar } from '../../../shared/calendar/schema.ts'
import { clockState } from '../../../shared/sla/clock-state.ts'
import { type ClockName } from '../../../shared/sla/clock.ts'
import type { Fact } from '../../../shared/sla/history.ts'
import { type Level, levelSchema } from '../../../shared/sla/level.ts'
import { clocksAt } from '../../../shared/sla/ticket-clocks.ts'
import { stageSchema } from '../../../shared/ticket/stages.ts'
import { hour, moscow, moscowText } from './calendar/moscow.ts'
import {
  asks,
  call,
  clockOf,
  clocksOf,
  delivered,
  moves,
  registered,
  says,
  setLevel,
} from './sla/story.ts'

const page = readFileSync(join(import.meta.dirname, '../../../shared/README.md'), 'utf8')

/** Rows of the table under a heading, without its head. */
function tableUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

describe('README, «Open time»', () => {
  const rows = tableUnder('Open time')

  it('has its examples', () => {
    expect(rows.length).toBeGreaterThan(5)
  })

  it.each(rows)('%s and %s is %s, because %s', (from, hours, due) => {
    const ms = Number.parseFloat(hours) * hour
    expect(moscowText(businessTimeOf(defaultCalendar).add(moscow(from), ms))).toBe(due)
  })
})

describe('README, «Money»', () => {
  const terms = { calendar: defaultCalendar, tariff: { hourKopecks: 0, ...agreedTerms } }
  const rows = tableUnder('Money')

  it('has its examples', () => {
    expect(rows.length).toBeGreaterThan(4)
  })

  it.each(rows)('%s to %s is %s and %s minutes', (from, to, single, double, added) => {
    const entry = { from: moscow(from), to: moscow(to), onlyOutOfHours: false }
    const bill = billTicket(terms, [entry])
    const [addedMinutes, addedClass] = added ? added.split(' ') : []
    expect(bill.total).toEqual({ single: Number(single), double: Number(double), night: 0 })
    expect(bill.added).toEqual({
      single: addedClass === 'single' ? Number(addedMinutes) : 0,
      double: addedClass === 'double' ? Number(addedMinutes) : 0,
      night: 0,
    })
  })
})

const level = (word: string): Level => levelSchema.parse(Number(word))

/** The sentences in which a story is told, and the facts that they stand for. */
const sentences: [RegExp, (time: string, words: string[]) => Fact][] = [
  [/^registered at level (\d)$/, (time, [n]) => registered(time, level(n!))],
  [/^partner writes$/, (time) => says('partner', time)],
  [/^customer writes$/, (time) => says('customer', time)],
  [/^partner asks$/, (time) => asks('partner', time, 'question')],
  [/^delivered$/, (time) => delivered('question', time)],
  [/^partner calls in vain$/, (time) => call(time, { reached: false })],
  [/^partner moves to (\w+)$/, (time, [to]) => moves('partner', time, stageSchema.parse(to))],
  [/^partner sets level (\d)$/, (time, [n]) => setLevel(time, level(n!), true)],
]

function factOf(time: string, sentence: string): Fact {
  for (const [pattern, toFact] of sentences) {
    const match = pattern.exec(sentence)
    if (match) return toFact(time, match.slice(1))
  }
  throw new Error(`Not a sentence of a story: ${sentence}`)
}

/** What the page claims to be seen, in the words in which it claims it. */
function seenAt(facts: Fact[], time: string, claim: string): string {
  const now = moscow(time)
  const clocks = clocksAt(clocksOf(...facts), now)
  if (claim.startsWith('level ')) return `level ${clocks.level}`
  const name = claim.split(' ')[0] as ClockName
  const clock = clockOf(clocks, name)
  const state = `${name} ${clockState(clock, now)}`
  return clock.remainingMs === undefined
    ? `${state}, due ${moscowText(clock.dueAt) ?? 'never'}`
    : `${state}, ${clock.remainingMs / 60_000} min left`
}

describe('README, «Clocks»', () => {
  const stories = [...page.matchAll(/^```story\n(.*?)^```$/gms)].map(([, story]) => story!.trim())

  it('has its stories', () => {
    expect(stories.length).toBeGreaterThan(4)
  })

  it.each(stories)('%s', (story) => {
    const facts: Fact[] = []
    for (const line of story.split('\n')) {
      const [time, sentence] = [line.slice(0, 16), line.slice(17)]
      if (sentence.startsWith('→ ')) {
        const claim = sentence.slice(2)
        expect(`${time} ${seenAt(facts, time, claim)}`).toBe(`${time} ${claim}`)
      } else facts.push(factOf(time, sentence))
    }
  })
})
