import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchEvidence } from '../../client/features/evidence/fetch-evidence.ts'
import { evidenceSchema } from '../../shared/api/evidence.ts'
import { verifyEvidence } from '../../shared/evidence/verify-evidence.ts'
import { type Ground, grounds, tamper } from '../support/evidence-kinds.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What «Проверить» reads through the doors of both parties, and what it says of it. */
describe.each(grounds)('verification in $kind', ({ prepare }) => {
  let ground: Ground
  let bridge: Bridge
  let manager: Visitor
  let contractId = ''

  beforeAll(async () => {
    ground = await prepare()
    bridge = await openBridge(ground.options)
    const { world } = bridge
    manager = await visit(world.appUrl, world.partner, admin)
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await world.settle()
    while (await world.app.jobs.keepEvidence());
    await world.settle()
    contractId = (await read(bridge.customer)).head.contractId
  })
  afterAll(() => bridge.world.stop())

  const read = (who: Visitor, id = 'own') =>
    fetchEvidence(id, {
      api: { get: (path, schema) => who.get(path, schema), clock: bridge.world.clock },
      frame: { call: (method, params = {}) => who.call(method, params) },
      onRead: () => undefined,
    })
  const verdict = async (who = bridge.customer, id?: string) =>
    verifyEvidence(await read(who, id), { sha256 })

  it('both parties find that everything agrees, each with the roots of the own portal', async () => {
    const theirs = await verdict()
    expect(theirs).toMatchObject({ finding: null, tickets: 1, roots: 1, heldRoots: 1 })
    expect(theirs.facts).toBeGreaterThan(0)
    expect(await verdict(manager, contractId)).toEqual(theirs)
  })

  it('the file that was saved says the same without us', async () => {
    const file = JSON.stringify(await read(bridge.customer))
    const evidence = evidenceSchema.parse(JSON.parse(file))
    expect(await verifyEvidence(evidence, { sha256 })).toMatchObject({ finding: null, tickets: 1 })
  })

  it.each([
    {
      what: 'a fact',
      spoil: `update facts set fact = replace(fact, '"level":2', '"level":3') where seq = 1`,
      mend: `update facts set fact = replace(fact, '"level":3', '"level":2') where seq = 1`,
      finding: { kind: 'fact', number: 1, seq: 1, problem: 'hash' },
    },
    {
      what: 'a clock',
      spoil: `update tickets set clocks = replace(clocks, '"name":"reaction"', '"name":"replyDuty"')`,
      mend: `update tickets set clocks = replace(clocks, '"name":"replyDuty"', '"name":"reaction"')`,
      finding: { kind: 'clock', number: 1 },
    },
    {
      what: 'a root',
      spoil: `update evidence_roots set previous = 'x'`,
      mend: `update evidence_roots set previous = ''`,
      finding: { kind: 'root', day: '2026-11-23' },
    },
    {
      what: 'a root that is gone',
      spoil: `update evidence_roots set day = '2026-11-22'`,
      mend: `update evidence_roots set day = '2026-11-23'`,
      finding: { kind: 'root', day: '2026-11-22' },
    },
    {
      what: 'the terms',
      spoil: `update contract_terms set valid_from = valid_from + 1`,
      mend: `update contract_terms set valid_from = valid_from - 1`,
      finding: { kind: 'terms', version: 1 },
    },
  ])('$what that was altered is named', async ({ spoil, mend, finding }) => {
    await tamper(ground.target, spoil)
    expect((await verdict()).finding).toEqual(finding)
    await tamper(ground.target, mend)
    expect((await verdict()).finding).toBeNull()
  })

  it('a server that makes everything anew, fitting in itself, is betrayed by the portal', async () => {
    const evidence = await read(bridge.customer)
    const forged = { ...evidence, held: { '2026-11-23': sha256('what the portal has kept') } }
    const { finding } = await verifyEvidence(forged, { sha256 })
    expect(finding).toEqual({ kind: 'heldRoot', day: '2026-11-23' })
  })

  it('engineers, strangers to the contract and other contracts are refused', async () => {
    expect(await bridge.partner.raw('GET', `/api/evidence/${contractId}`)).toMatchObject({
      status: 403,
    })
    const stranger = await visit(bridge.world.appUrl, bridge.world.customer, 8)
    expect(await stranger.raw('GET', '/api/evidence/own/tickets')).toMatchObject({ status: 403 })
    expect(await manager.raw('GET', '/api/evidence/other/roots')).toMatchObject({ status: 404 })
    expect(await bridge.customer.raw('GET', '/api/evidence/other')).toMatchObject({ status: 404 })
  })
})
