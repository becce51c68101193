import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../server/db/database.ts'
import { createEvidence } from '../../server/evidence.ts'
import { createLog } from '../../server/log.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { troubleListSchema } from '../../shared/api/troubles.ts'
import { heldRootsSchema, rootsOption } from '../../shared/evidence/roots.ts'
import { type Ground, grounds, tamper } from '../support/evidence-kinds.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const hourMs = 60 * 60_000

/** Nobody rewrites what was recorded without being found out. */
describe.each(grounds)('evidence in $kind', ({ prepare }) => {
  let ground: Ground
  let mails: MailServer
  let bridge: Bridge
  let contractId = ''

  beforeEach(async () => {
    ground = await prepare()
    mails = await startMailServer()
    bridge = await openBridge({ ...ground.options, smtpUrl: mails.url })
    const admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
    const list = z.object({ contracts: z.array(z.object({ id: z.string() })) })
    contractId = (await admin.get('/api/contracts', list)).contracts[0]?.id ?? ''
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    await keep()
  })
  afterEach(async () => {
    await bridge.world.stop()
    await mails.stop()
  })

  async function keep(): Promise<void> {
    while (await bridge.world.app.jobs.keepEvidence());
    await bridge.world.settle()
  }

  /** As the tab reads them, in the person's own name. */
  async function held(who: Visitor) {
    const option = rootsOption(contractId, '2026-11')
    const value = await who.call('app.option.get', { option })
    return heldRootsSchema.parse(JSON.parse(z.string().parse(value)))
  }

  async function troubles() {
    const admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
    return (await admin.get('/api/troubles', troubleListSchema)).troubles
  }

  it('both portals hold the day’s root, and the organisational contact has it by mail', async () => {
    const [ours, theirs] = [await held(bridge.partner), await held(bridge.customer)]
    expect(Object.keys(ours)).toEqual(['2026-11-23'])
    expect(theirs).toEqual(ours)
    const mail = mails.mails.find(({ subject }) => subject?.includes('Контрольная сумма'))
    expect(mail?.text).toContain(ours['2026-11-23'])
  })

  it('each day has one root that outlives a lost answer; what a portal holds is never replaced', async () => {
    const before = await held(bridge.customer)
    await keep()
    await nextTicket('Не открывается отчёт')
    bridge.world.customer.faults.add({ fault: 'answerLost', target: 'app.option.set' })
    await keep()
    bridge.world.clock.advance(hourMs)
    await bridge.world.settle()
    const after = await held(bridge.customer)
    expect(Object.keys(after)).toEqual(['2026-11-23', '2026-11-24'])
    expect(after).toMatchObject(before)
    await tamper(ground.target, `update evidence_roots set hash = 'f'`)
    await nextTicket('Нет доступа')
    await keep()
    expect(await held(bridge.customer)).toMatchObject(after)
  })

  const spoilt = [
    {
      spoil: `update facts set fact = replace(fact, '"level":2', '"level":3') where seq = 1`,
      mend: `update facts set fact = replace(fact, '"level":3', '"level":2') where seq = 1`,
      words: 'обращение № 1, запись 1',
    },
    {
      spoil: `update facts set fact = 'x' || fact where seq = 1`,
      mend: `update facts set fact = substr(fact, 2) where seq = 1`,
      words: 'обращение № 1, запись 1',
    },
    {
      spoil: `update facts set ticket_id = 'x' || ticket_id`,
      mend: `update facts set ticket_id = substr(ticket_id, 2)`,
      words: 'обращение № 1: история не та, что была 2026-11-23',
    },
    {
      spoil: `update evidence_marks set facts = facts + 1`,
      mend: `update evidence_marks set facts = facts - 1`,
      words: 'контрольная сумма за 2026-11-23',
    },
    {
      spoil: `update contract_terms set valid_from = valid_from + 1`,
      mend: `update contract_terms set valid_from = valid_from - 1`,
      words: 'условия, версия 1',
    },
    {
      spoil: `update tickets set contract_id = 'x' || contract_id`,
      mend: `update tickets set contract_id = substr(contract_id, 2)`,
      words: 'нет обращения, которое было в истории 2026-11-23',
    },
  ]

  it('what is changed past the app is named within a day, until it is mended', async () => {
    for (const { spoil, mend, words } of spoilt) {
      expect(await troubles()).toEqual([])
      await tamper(ground.target, spoil)
      bridge.world.clock.advance(25 * hourMs)
      while (await bridge.world.app.jobs.keepEvidence());
      const [trouble, ...others] = await troubles()
      expect(trouble).toMatchObject({ kind: 'history', customerName: 'ООО «Ромашка»' })
      expect(trouble?.words).toContain(words)
      expect(others).toEqual([])
      await tamper(ground.target, mend)
      bridge.world.clock.advance(25 * hourMs)
      while (await bridge.world.app.jobs.keepEvidence());
    }
  })

  it('a process that starts looks at once, and the partner is told once', async () => {
    const { config, clock } = bridge.world
    await tamper(ground.target, spoilt[0]?.spoil ?? '')
    clock.advance(1000)
    const db = await openDatabase(config.database, createSecretBox(config.tokenKeys))
    const { keepEvidence } = createEvidence(db, {
      ...{ hasMail: true, clock, log: createLog('silent') },
      wakeOutbox: () => undefined,
    })
    while (await keepEvidence('all'));
    expect(await troubles()).toHaveLength(1)
    clock.advance(25 * hourMs)
    while (await keepEvidence('all'));
    await db.close()
    await bridge.world.settle()
    const told = bridge.world.partner
      .notifications(adminId)
      .filter(({ message }) => message.includes('не сходится'))
    expect(told).toHaveLength(1)
  })

  async function nextTicket(title: string): Promise<void> {
    bridge.world.clock.advance(24 * hourMs)
    await fileTicket(bridge.customer, { title, level: 3 })
    await bridge.world.settle()
  }
})
