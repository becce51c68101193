import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { type Database, openDatabase } from '../../server/db/database.ts'
import { createLog } from '../../server/log.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import { type Ground, grounds, tamper } from '../support/evidence-kinds.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'

/** The stored clocks are those of an engine that knew less. */
describe.each(grounds)('after an update of the engine, in $kind', ({ prepare }) => {
  let ground: Ground
  let bridge: Bridge
  let db: Database

  beforeEach(async () => {
    ground = await prepare()
    bridge = await openBridge(ground.options)
    const { tokenKeys, database } = bridge.world.config
    db = await openDatabase(database, createSecretBox(tokenKeys))
    for (const title of ['Не печатает касса', 'Нет доступа', 'Медленный отчёт'])
      await fileTicket(bridge.customer, { title, level: 2 })
    // A busy machine takes longer than one portal is waited for.
    for (let round = 0; round < 20 && (await tickets()).length < 3; round += 1)
      await bridge.world.settle()
  })
  afterEach(async () => {
    await db.close()
    await bridge.world.stop()
  })

  const tickets = async () => {
    const { contracts } = await contractsOf()
    return db.tickets.listOfContract(contracts[0] ?? '', 10)
  }
  const contractsOf = async () => {
    const found = await db.contracts.findOfCustomer(bridge.world.customer.memberId)
    return { contracts: [found?.id ?? ''] }
  }

  it('clocks follow from the histories again, once for all replicas, and nobody is told', async () => {
    const { world } = bridge
    await tamper(
      ground.target,
      `update tickets set engine = 0, clocks = replace(clocks, '"dueAt":', '"dueAt":1')`,
    )
    const before = await tickets()
    const notices = world.partner.users.map(({ id }) => world.partner.notifications(id))
    const second =
      'url' in ground.target
        ? await createApp(world.config, { clock: world.clock, log: createLog('silent') })
        : null
    await second?.jobs.claimPortals()
    const steps = await Promise.all(
      [world.app, ...(second ? [second] : [])].map((app) => app.jobs.rebuildClocks()),
    )
    expect(steps.filter(Boolean)).toHaveLength(1)
    const after = await tickets()
    expect(after).toHaveLength(3)
    for (const ticket of after) {
      const { policy, calendar } = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
      const history = await db.history.facts(ticket.id)
      expect(ticket.clocks).toEqual(computeClocks(policy, calendar, history))
      const old = before.find(({ id }) => id === ticket.id)
      expect(old?.clocks).not.toEqual(ticket.clocks)
      expect(ticket.revision).toBe((old?.revision ?? 0) + 1)
    }
    expect(await world.app.jobs.rebuildClocks()).toBe(false)
    expect(world.partner.users.map(({ id }) => world.partner.notifications(id))).toEqual(notices)
    await second?.stop()
  })

  it('one whose history cannot be read is left out and holds up nobody', async () => {
    const [broken] = await tickets()
    await tamper(ground.target, `update tickets set engine = 0`)
    await tamper(
      ground.target,
      `update facts set fact = 'x' where ticket_id = '${broken?.id ?? ''}'`,
    )
    while (await bridge.world.app.jobs.rebuildClocks());
    const older = await db.engine.listOlder(1, 10, { ours: 'all', except: [] })
    expect(older).toEqual([broken?.id])
  })
})
