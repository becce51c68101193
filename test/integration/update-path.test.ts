import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { moneySchema } from '../../shared/api/money.ts'
import { setupViewSchema } from '../../shared/api/setup.ts'
import { troubleListSchema } from '../../shared/api/troubles.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import { type Database, openDatabase } from '../../server/db/database.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import type { Portal } from '../portal/types.ts'
import { earlierVersions, loadDatabase, loadPortals } from '../support/earlier-version.ts'
import { type Ground, grounds } from '../support/evidence-kinds.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { freePort } from '../support/free-port.ts'
import { adminId, linkPortals } from '../support/link-portals.ts'
import { commentTexts, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const hourMs = 60 * 60_000
const slowReport = 'Долго строится отчёт по продажам'

/** What our app has registered in a portal, without the addresses. */
async function registered(world: World, portal: Portal) {
  const admin = await visit(world.appUrl, portal, adminId)
  const { entityTypeId = 0 } = admin.session.portal.place ?? {}
  const ask = async (method: string, params = {}) =>
    z.array(z.looseObject({})).parse(await admin.call(method, params))
  const named = (rows: Record<string, unknown>[], ...keys: string[]) =>
    rows.map((row) => keys.map((key) => String(row[key])).join(' ')).toSorted()
  const fields = await admin.call('crm.item.fields', { entityTypeId })
  return {
    fields: Object.keys(z.object({ fields: z.looseObject({}) }).parse(fields).fields).toSorted(),
    events: named(await ask('event.get'), 'event', 'event_type'),
    placements: named(await ask('placement.get'), 'placement', 'title'),
    robots: z
      .array(z.string())
      .parse(await admin.call('bizproc.robot.list', {}))
      .toSorted(),
    triggers: named(await ask('crm.automation.trigger.list'), 'CODE', 'NAME'),
  }
}
type Registered = Awaited<ReturnType<typeof registered>>

const everyCase = earlierVersions.flatMap((version) =>
  grounds.map(({ kind, prepare }) => ({ version, kind, prepare })),
)

describe('an update', () => {
  /** What a portal has that is set up today. */
  let partnerToday: Registered
  let customerToday: Registered

  beforeAll(async () => {
    const fresh = await startWorld()
    await linkPortals(fresh)
    partnerToday = await registered(fresh, fresh.partner)
    customerToday = await registered(fresh, fresh.customer)
    await fresh.stop()
  })

  describe.each(everyCase)('from «$version» on $kind', ({ version, prepare }) => {
    const folder = mkdtempSync(join(tmpdir(), 'sla-earlier-'))
    let ground: Ground
    let world: World
    let db: Database
    let anna: Visitor
    let ivan: Visitor

    beforeEach(async () => {
      ground = await prepare()
      const ports = {
        app: await freePort(),
        oauth: await freePort(),
        portals: [await freePort(), await freePort()] as [number, number],
      }
      const stateFile = join(folder, 'portals.bin')
      loadPortals(version, stateFile, ports)
      const startsAt = await loadDatabase(version, ground.target, ports)
      world = await startWorld({ ...ground.options, stateFile, ports, startsAt })
      // Begun the next morning.
      world.clock.advance(13 * hourMs)
      db = await openDatabase(ground.target, createSecretBox(world.config.tokenKeys))
      await world.settle()
      anna = await visit(world.appUrl, world.customer, 7)
      ivan = await visit(world.appUrl, world.partner, 5)
    })
    afterEach(async () => {
      await db.close()
      await world.stop()
    })
    afterAll(() => {
      rmSync(folder, { recursive: true })
    })

    const later = async (hours: number) => {
      world.clock.advance(hours * hourMs)
      await world.app.jobs.sweepPortals()
      await world.settle()
    }
    const lacks = (placement: string) => version === 'bridge' && placement.startsWith('TASK_')
    const cardOf = async (who: Visitor) => {
      const ticket = (await ticketsOf(who)).find(({ title }) => title === slowReport)
      return z.number().parse(ticket?.itemId)
    }

    it('goes on with people, tickets, clocks and histories', async () => {
      expect(await ticketsOf(ivan)).toHaveLength(5)
      const card = await cardOf(anna)
      const said = (await ticketView(anna, card)).messages.length
      expect(said).toBeGreaterThan(1)
      await comment(anna, card, 'Сегодня снова медленно.')
      await comment(ivan, await cardOf(ivan), '#клиенту Смотрим журнал за утро.')
      const added = await fileTicket(anna, { title: 'Не приходят письма', level: 2 })
      await later(1)
      await later(1)
      expect((await commentTexts(ivan, await cardOf(ivan))).join()).toContain('снова медленно')
      expect((await commentTexts(anna, card)).join()).toContain('журнал за утро')
      expect((await ticketView(anna, card)).messages).toHaveLength(said + 2)
      const numbers = (await ticketsOf(ivan)).map(({ number }) => number)
      expect(new Set(numbers).size).toBe(6)
      expect((await ticketView(anna, added)).number).toBe(numbers.toSorted().at(-1))

      while (await world.app.jobs.rebuildClocks());
      const contractId = (await db.contracts.findOfCustomer(world.customer.memberId))?.id ?? ''
      for (const ticket of await db.tickets.listOfContract(contractId, 10)) {
        const { policy, calendar } = await db.contracts.terms(contractId, ticket.termsVersion)
        const facts = await db.history.facts(ticket.id)
        expect(ticket.clocks).toEqual(computeClocks(policy, calendar, facts))
      }
      await later(24)
      while (await world.app.jobs.keepEvidence());
      const maria = await visit(world.appUrl, world.partner, adminId)
      expect((await maria.get('/api/troubles', troubleListSchema)).troubles).toEqual([])
      expect(await db.evidence.roots(contractId, '', 100)).not.toEqual([])
    })

    it.skipIf(version === 'bridge')(
      'goes on with the work log, and makes its statement',
      async () => {
        const path = `/api/tickets/by-item/${String(await cardOf(ivan))}/work`
        expect(await ivan.get(path, workLogSchema)).toMatchObject({
          entries: [{ what: 'Включили opcache' }],
        })
        const maria = await visit(world.appUrl, world.partner, adminId)
        const contracts = (await maria.get('/api/money', moneySchema)).contracts
        const state = version === 'statements' ? 'closed' : null
        expect(contracts).toMatchObject([{ months: [{ month: '2026-11', state }] }])
      },
    )

    it.each(['ONAPPUPDATE', 'nothing at all'])(
      'told by %s, has everything of today in both portals',
      async (event) => {
        if (event === 'ONAPPUPDATE')
          for (const portal of [world.partner, world.customer]) portal.updateApp(adminId, 2)
        else await later(2)
        await world.settle()
        for (const portal of [world.partner, world.customer]) {
          portal.finishInstall(adminId)
          const admin = await visit(world.appUrl, portal, adminId)
          expect((await admin.get('/api/setup', setupViewSchema)).state).toBe('done')
        }
        // A scope that the app did not ask for at that time comes only with its update.
        const isWanted = (name: string) => event === 'ONAPPUPDATE' || !lacks(name)
        const granted = (today: Registered) => ({
          ...today,
          placements: today.placements.filter(isWanted),
        })
        expect(await registered(world, world.partner)).toEqual(granted(partnerToday))
        expect(await registered(world, world.customer)).toEqual(granted(customerToday))
      },
    )
  })
})
