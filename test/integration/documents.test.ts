import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditPageSchema } from '../../shared/api/audit.ts'
import { contractSchema } from '../../shared/api/contracts.ts'
import { moneySchema, statementViewSchema } from '../../shared/api/money.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { formatMoney } from '../../shared/words/format-money.ts'
import { contractDetails } from '../support/contract-details.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { readPdf, withoutBlanks } from '../support/read-pdf.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const minuteMs = 60_000

/** §7, §8: what stands on the page, as a file that can be sent and kept. */
describe('statements and contracts as files', () => {
  let bridge: Bridge
  let maria: Visitor
  let oleg: Visitor
  let path = ''

  beforeEach(async () => {
    bridge = await openBridge()
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    const mirrorId = await bridge.mirrorOf()
    bridge.world.clock.advance(10 * 60 * minuteMs)
    const from = bridge.world.clock.now() - 200 * minuteMs
    const entry = { id: randomUUID(), from, to: from + 40 * minuteMs, what: 'Заменили драйвер' }
    await bridge.partner.post(`/api/tickets/by-item/${String(mirrorId)}/work`, workLogSchema, {
      ...{ ...entry, onlyOutOfHours: false, questionIds: [], endsTimer: false },
    })
    maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
    oleg = await visit(bridge.world.appUrl, bridge.world.customer, admin)
    const { contracts } = await maria.get('/api/money', moneySchema)
    path = `/api/money/contracts/${contracts[0]?.contractId ?? ''}`
  })
  afterEach(() => bridge.world.stop())

  const month = () => `${path}/months/2026-11`
  const download = (who: Visitor, from: string) =>
    fetch(`${bridge.world.appUrl}${from}`, {
      headers: { authorization: `Bearer ${who.session.token}` },
    })
  const statement = (who: Visitor, kind = 'statement.pdf') => download(who, `${month()}/${kind}`)
  const act = async (name: string) => {
    await maria.post(month(), statementViewSchema, { act: name })
    while (await bridge.world.app.jobs.makeStatements());
  }

  it('are for those who see them on their pages, and only then', async () => {
    expect((await statement(maria)).status).toBe(404)
    await act('make')
    expect((await statement(maria)).status).toBe(200)
    expect((await statement(oleg)).status).toBe(404)
    await act('send')
    expect((await statement(oleg)).status).toBe(200)
    for (const nobody of [bridge.customer, bridge.partner])
      for (const file of [`${month()}/statement.pdf`, `${path}/contract.pdf`])
        expect((await nobody.raw('GET', file)).status).toBe(403)
    expect((await statement(maria, 'statement.exe')).status).toBe(400)
    const strange = '/api/money/contracts/other/contract.pdf'
    expect((await download(oleg, strange)).status).toBe(404)
  })

  it('have a name, a type and the sum of the page', async () => {
    await act('make')
    const view = await maria.get(month(), statementViewSchema)
    const answer = await statement(maria, 'act.pdf')
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const name = encodeURIComponent('Акт об оказании услуг 2026-11')
    expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${name}`)
    const text = readPdf(Buffer.from(await answer.arrayBuffer())).join('')
    const { totals, currency } = view.statement!
    expect(text).toContain(withoutBlanks(formatMoney(totals.amount.gross, currency, 'ru')))
    expect(text).toContain(withoutBlanks(view.customerName))
    const english = await download(maria, `${month()}/statement.pdf?locale=en`)
    expect(readPdf(Buffer.from(await english.arrayBuffer()))[0]).toContain('Statementofwork')
  })

  it('name the parties with their requisites; a closed statement as they were then', async () => {
    const describeAs = (partnerName: string) =>
      maria.post(`/api/contracts/${path.split('/').at(-1) ?? ''}/details`, contractSchema, {
        ...contractDetails({ partnerName, customerRequisites: 'ИНН 7711111111' }),
        partnerRequisites: 'ИНН 7700000000\nМосква, Полевая, 1',
      })
    const said = async (file: string) =>
      readPdf(Buffer.from(await (await download(oleg, file)).arrayBuffer())).join('')
    await act('make')
    await act('send')
    const paper = `${month()}/act.pdf`
    expect(await said(paper)).not.toContain('ИНН')
    await describeAs('ООО «МартинСофт»')
    const parties = (partner: string) =>
      withoutBlanks(
        `Исполнитель${partner}ИНН 7700000000Москва, Полевая, 1ЗаказчикООО «Ромашка»ИНН 7711111111`,
      )
    for (const file of [paper, `${month()}/statement.pdf`, `${path}/contract.pdf`])
      expect(await said(file)).toContain(parties('ООО «МартинСофт»'))
    await oleg.post(month(), statementViewSchema, { act: 'accept' })
    await act('close')
    await describeAs('АО «МартинСофт»')
    expect(await said(paper)).toContain(parties('ООО «МартинСофт»'))
    expect(await said(`${path}/contract.pdf`)).toContain(parties('АО «МартинСофт»'))
    const { entries } = await maria.get('/api/audit?subject=contract&limit=1', auditPageSchema)
    expect(entries).toMatchObject([
      {
        code: 'contract.changed',
        before: { partnerName: 'ООО «МартинСофт»' },
        after: { partnerName: 'АО «МартинСофт»', customerRequisites: 'ИНН 7711111111' },
      },
    ])
  })

  it('the contract is read by both parties', async () => {
    for (const who of [maria, oleg]) {
      const answer = await download(who, `${path}/contract.pdf`)
      expect(answer.status).toBe(200)
      const text = readPdf(Buffer.from(await answer.arrayBuffer())).join('')
      expect(text).toContain(withoutBlanks('Таблица 2. Сроки'))
      expect(text).toContain(withoutBlanks('Олег Громов'))
    }
  })
})
