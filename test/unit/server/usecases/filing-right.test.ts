import { describe, expect, it } from 'vitest'
import type { Database } from '../../../../server/db/database.ts'
import { createFilingRight } from '../../../../server/usecases/filing-right.ts'
import { defaultTariff } from '../../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'

const anna = 7
const now = Date.UTC(2026, 10, 23, 7)
const person = { id: 'p1', isAuthorised: true, isOrganisational: false, portalUserId: anna }

type Situation = {
  endsOn?: string
  licenceUntil?: string
  state?: string
  validFrom?: number
  trouble?: string
  isLinked?: boolean
}

/** Stores that know one contract of one customer. */
function storesOf(situation: Situation) {
  const { state = 'active', validFrom = 0, trouble, isLinked = true } = situation
  const { endsOn = null, licenceUntil = null } = situation
  const life = { startsOn: null, endsOn, licenceUntil, endedAt: null, endedBy: null }
  const contract = { id: 'c1', state, partnerMemberId: 'm', customerMemberId: null }
  return {
    contracts: {
      findLatestOfCustomer: () => Promise.resolve(isLinked ? contract : undefined),
      termsAt: () =>
        Promise.resolve({
          validFrom,
          policy: defaultPolicy,
          calendar: defaultCalendar,
          tariff: defaultTariff,
        }),
      persons: () => Promise.resolve([person]),
    },
    packages: { listOf: () => Promise.resolve([]) },
    contractLife: { find: () => Promise.resolve({ ...life, place: '', endReason: '' }) },
    invitations: { findUsableOf: () => Promise.resolve(undefined) },
    portals: { find: () => Promise.resolve({ host: 'martinsoft.example' }) },
    upkeep: { find: () => Promise.resolve({ trouble: trouble ? { kind: trouble } : null }) },
  } as unknown as Database
}

const refusalIn = async (situation: Situation, userId = anna) =>
  (await createFilingRight({ db: storesOf(situation), clock: { now: () => now } })('r', userId))
    .refusal

/** §1, §5: who may file, and why not. */
describe('the right to file', () => {
  it.each<[string, Situation, string | null]>([
    ['an authorised person of a contract in force may', {}, null],
    ['without a contract nobody may', { isLinked: false }, 'unlinked'],
    ['before the partner has confirmed', { state: 'accepted' }, 'notStarted'],
    ['before the terms hold', { validFrom: now + 1 }, 'notStarted'],
    ['after the end', { state: 'ended' }, 'ended'],
    ['after the last day', { endsOn: '2026-11-22' }, 'ended'],
    ['on the last day', { endsOn: '2026-11-23' }, null],
    ['after the term of the licence', { licenceUntil: '2026-11-22' }, 'licenceEnded'],
    ['while the licence of the portal has run out', { trouble: 'closed' }, 'licenceEnded'],
    ['damage of the set-up forbids nothing', { trouble: 'damaged' }, null],
  ])('%s', async (_case, situation, refusal) => {
    expect(await refusalIn(situation)).toBe(refusal)
  })

  it('others are not on the list', async () => {
    expect(await refusalIn({}, 8)).toBe('unlisted')
  })
})
