import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditPageSchema } from '../../shared/api/audit.ts'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { personsViewSchema } from '../../shared/api/person-changes.ts'
import { type TermsContent, type TermsHistory, termsHistorySchema } from '../../shared/api/terms.ts'
import { compareTerms } from '../../shared/sla/compare-terms.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const engineer = 5
const dayMs = 24 * 60 * 60_000

/** Edits of the terms make versions: the past is never rewritten, and open tickets stay as they are. */
describe('versions of a contract’s terms', () => {
  let bridge: Bridge
  let admin: Visitor
  let path = ''

  beforeEach(async () => {
    // Monday 23 November, 10:00 in Moscow.
    bridge = await openBridge()
    admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
    const { contracts } = await admin.get('/api/contracts', contractListSchema)
    path = `/api/contracts/${contracts[0]?.id ?? ''}/terms`
  })
  afterEach(() => bridge.world.stop())

  const history = () => admin.get(path, termsHistorySchema)
  const newest = ({ versions }: TermsHistory) => {
    const found = versions.find(({ state }) => state !== 'withdrawn')
    if (!found) throw new Error('no terms')
    return found
  }

  /** The same terms with another reaction at level 2. */
  function faster({ policy, ...rest }: TermsContent, reactionMinutes: number): TermsContent {
    const { levels } = policy
    const level2 = { ...levels[2], reactionMinutes }
    return { ...rest, policy: { ...policy, levels: { ...levels, 2: level2 } } }
  }
  const edit = async (validOn: string, reactionMinutes: number) => {
    const { version, terms } = newest(await history())
    return { basedOn: version, validOn, terms: faster(terms, reactionMinutes) }
  }
  const plan = async (validOn: string, reactionMinutes: number) =>
    admin.post(path, termsHistorySchema, await edit(validOn, reactionMinutes))
  const refusal = async (body: unknown) => (await admin.raw('POST', path, body)) as unknown

  async function reactionOf(title: string): Promise<number> {
    await fileTicket(bridge.customer, { title, level: 2 })
    await bridge.world.settle()
    const itemId = (await ticketsOf(bridge.partner)).find((one) => one.title === title)?.itemId
    const { clocks } = await ticketView(bridge.partner, itemId ?? 0)
    return clocks.find(({ name }) => name === 'reaction')?.targetMs ?? 0
  }
  const targetOf = async (title: string) => {
    const itemId = (await ticketsOf(bridge.partner)).find((one) => one.title === title)?.itemId
    const { clocks } = await ticketView(bridge.partner, itemId ?? 0)
    return clocks.find(({ name }) => name === 'reaction')?.targetMs
  }

  it('open tickets stay under the terms of their registration, new ones get the new terms from their day on', async () => {
    const agreed = await reactionOf('До новой версии')
    const planned = await plan('2026-11-24', 120)
    expect(planned.openTickets).toBe(1)
    expect(planned.versions.map(({ state }) => state)).toEqual(['planned', 'current'])
    expect(await reactionOf('В тот же день')).toBe(agreed)
    bridge.world.clock.advance(dayMs)
    expect(await reactionOf('На следующий день')).toBe(agreed / 2)
    expect(await targetOf('До новой версии')).toBe(agreed)
    expect((await history()).versions.map(({ state }) => state)).toEqual(['current', 'past'])
  })

  it('the past is not rewritten: a day that is over is refused, today means from now on', async () => {
    expect(await refusal(await edit('2026-11-22', 120))).toMatchObject({
      status: 400,
      body: { field: 'validOn' },
    })
    const agreed = await reactionOf('До правки')
    const { versions } = await plan('2026-11-23', 120)
    expect(versions[0]).toMatchObject({ state: 'current', made: { by: 'Мария Соколова' } })
    expect(await targetOf('До правки')).toBe(agreed)
    // The portal's records know whole seconds only.
    bridge.world.clock.advance(60_000)
    expect(await reactionOf('После правки')).toBe(agreed / 2)
  })

  it('two edits of one day: the later one holds; none begins before a planned one', async () => {
    await plan('2026-12-01', 120)
    await plan('2026-12-01', 60)
    const { versions } = await history()
    expect(versions.map(({ version, state }) => [version, state])).toEqual([
      [3, 'planned'],
      [2, 'planned'],
      [1, 'current'],
    ])
    bridge.world.clock.advance(9 * dayMs)
    expect((await history()).versions.map(({ state }) => state)).toEqual([
      'current',
      'past',
      'past',
    ])
    await plan('2026-12-10', 30)
    expect(await refusal(await edit('2026-12-05', 45))).toMatchObject({
      status: 400,
      body: { field: 'validOn' },
    })
  })

  it('of two who edit the same version the second is refused and told which one is the newest', async () => {
    const mine = await edit('2026-12-01', 120)
    const answers = await Promise.all([
      admin.raw('POST', path, mine),
      admin.raw('POST', path, { ...mine, validOn: '2026-12-02' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'termsChanged',
      details: { version: 2 },
    })
    expect((await history()).versions).toHaveLength(2)
  })

  it('a planned version is taken back before it holds, never after', async () => {
    await plan('2026-12-01', 120)
    const withdrawn = await admin.raw('DELETE', `${path}/2`)
    expect(withdrawn.body).toMatchObject({
      versions: [{ state: 'withdrawn', withdrawn: { by: 'Мария Соколова' } }, { state: 'current' }],
    })
    expect((await admin.raw('DELETE', `${path}/1`)).status).toBe(409)
    // The next edit starts from what holds, and its number is a new one.
    const { versions } = await plan('2026-12-02', 60)
    expect(versions[0]).toMatchObject({ version: 3, state: 'planned' })
    bridge.world.clock.advance(10 * dayMs)
    expect((await admin.raw('DELETE', `${path}/3`)).status).toBe(409)
  })

  it('what cannot be meant is refused with its field; what changes nothing too', async () => {
    const wanted = await edit('2026-12-01', 120)
    const { terms } = wanted
    const policy = { ...terms.policy, warnAt: [0.8, 0.5] }
    expect(await refusal({ ...wanted, terms: { ...terms, policy } })).toMatchObject({
      status: 400,
      body: { field: 'terms.policy.warnAt' },
    })
    const week = { ...(terms.calendar.kind === 'business' && terms.calendar.week) }
    const calendar = {
      ...terms.calendar,
      zone: 'Europe/Berlin',
      week: { ...week, sun: [['02:30', '06:00']] },
    }
    expect(await refusal({ ...wanted, terms: { ...terms, calendar } })).toMatchObject({
      status: 400,
      body: { field: 'terms.calendar.week' },
    })
    const same = newest(await history()).terms
    expect(await refusal({ ...wanted, terms: same })).toMatchObject({
      status: 400,
      body: { field: 'terms' },
    })
  })

  it('each edit is in the change log with what it changed', async () => {
    await plan('2026-12-01', 120)
    await admin.raw('DELETE', `${path}/2`)
    const { entries } = await admin.get('/api/audit?subject=terms', auditPageSchema)
    expect(entries).toMatchObject([
      { code: 'terms.withdrawn', before: { version: 2 } },
      {
        code: 'terms.planned',
        by: { name: 'Мария Соколова' },
        before: { policy: { levels: { 2: { reactionMinutes: 240 } } } },
        after: { policy: { levels: { 2: { reactionMinutes: 120 } } } },
      },
    ])
  })

  it('the customer reads what is in force and what is planned, until it is taken back', async () => {
    const contact = await visit(bridge.world.appUrl, bridge.world.customer, adminId)
    const view = () => contact.get('/api/persons', personsViewSchema)
    await plan('2026-12-01', 120)
    expect(await view()).toMatchObject({
      contract: { policy: { levels: { 2: { reactionMinutes: 240 } } } },
      planned: [
        {
          validFrom: Date.parse('2026-12-01T00:00+03:00'),
          policy: { levels: { 2: { reactionMinutes: 120 } } },
        },
      ],
    })
    await admin.raw('DELETE', `${path}/2`)
    expect((await view()).planned).toEqual([])
  })

  it('nobody else reads or edits them, whatever ids are sent', async () => {
    const wanted = await edit('2026-12-01', 120)
    const { appUrl, partner, customer } = bridge.world
    const strangers = [
      await visit(appUrl, partner, engineer),
      await visit(appUrl, customer, adminId),
    ]
    for (const stranger of strangers) {
      expect((await stranger.raw('GET', path)).status).toBe(403)
      expect((await stranger.raw('POST', path, wanted)).status).toBe(403)
      expect((await stranger.raw('DELETE', `${path}/1`)).status).toBe(403)
    }
    expect((await admin.raw('GET', path.replace('/terms', 'x/terms'))).status).toBe(404)
    expect(compareTerms(newest(await history()).terms, wanted.terms)).toHaveLength(1)
  })
})
