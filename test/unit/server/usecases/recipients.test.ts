import { describe, expect, it } from 'vitest'
import { recipientIds } from '../../../../server/usecases/recipients.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import type { Level } from '../../../../shared/sla/level.ts'
import type { Recipient } from '../../../../shared/sla/policy.ts'
import { nightRota } from '../../../support/duty.ts'
import { ticket } from '../../../support/readings.ts'

const ivan = 5
const maria = 1
const olga = 9
const app = 3
const day = '2026-11-24T12:00+03:00'
const night = '2026-11-24T23:00+03:00'
const both: Recipient[] = ['engineer', 'dutyManager']

/** As the partner's portal has it: made by the app, assigned to somebody. */
function assigned(assignedById: number | null, level: Level) {
  const base = ticket()
  const seen = base.sides.partner.seen ?? {
    title: '',
    stageId: '',
    updatedAt: 0,
    values: {},
    fileIds: [],
  }
  const partner = { ...base.sides.partner, seen: { ...seen, createdBy: app, assignedById } }
  return { level, sides: { ...base.sides, partner } }
}

describe('who is meant', () => {
  it.each<[string, string, Level, number | null, Recipient[], number[]]>([
    ['the one who has taken it', day, 2, olga, ['engineer'], [olga]],
    ['and the manager', day, 2, olga, both, [olga, maria]],
    ['of what nobody has taken, at night, the one on duty', night, 2, app, ['engineer'], [ivan]],
    ['of what belongs to nobody too', night, 3, null, ['engineer'], [ivan]],
    ['in a gap of the rota the manager, once', day, 2, app, both, [maria]],
    ['of level 1 at night the one on duty', night, 1, olga, ['engineer'], [ivan]],
    ['of level 1 by day the one who has taken it', day, 1, olga, ['engineer'], [olga]],
  ])('%s (%s)', (_case, when, level, assignedById, to, expected) => {
    const around = {
      settings: nightRota,
      calendar: defaultCalendar,
      managerIds: [maria],
      now: Date.parse(when),
    }
    expect(recipientIds(assigned(assignedById, level), to, around)).toEqual(expected)
  })

  it('without a rota all managers stand in, each once', () => {
    const settings = { ...nightRota, shifts: [] }
    const around = {
      settings,
      calendar: defaultCalendar,
      managerIds: [maria, olga],
      now: Date.parse(night),
    }
    expect(recipientIds(assigned(app, 1), both, around)).toEqual([maria, olga])
  })

  it('of level 1 at night, in a gap, whoever has taken it', () => {
    const settings = { ...nightRota, shifts: [] }
    const around = {
      settings,
      calendar: defaultCalendar,
      managerIds: [maria],
      now: Date.parse(night),
    }
    expect(recipientIds(assigned(olga, 1), both, around)).toEqual([olga, maria])
  })

  it('in a year without production calendar level 1 goes to the one on duty', () => {
    const now = Date.parse('2031-03-05T20:00+03:00')
    const around = { settings: nightRota, calendar: defaultCalendar, managerIds: [maria], now }
    expect(recipientIds(assigned(olga, 1), ['engineer'], around)).toEqual([ivan])
  })
})
