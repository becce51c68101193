import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reportContractsSchema, ticketsBehindPageSchema } from '../../shared/api/report.ts'
import { dashboardSchema } from '../../shared/report/dashboard.ts'
import { monthlyReportSchema } from '../../shared/report/monthly-report-shape.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge, ticketsOf, updateItem } from '../support/open-bridge.ts'
import { readPdf } from '../support/read-pdf.ts'
import { readXlsx } from '../support/read-xlsx.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const engineerId = 5
const hourMs = 3_600_000
const november = 'from=2026-11&to=2026-11'

/** Whether both parties keep their word, for those who answer for it. */
describe('reports', () => {
  let bridge: Bridge
  let maria: Visitor
  let oleg: Visitor

  beforeEach(async () => {
    bridge = await openBridge()
    for (const title of ['Касса', 'Отчёт']) await fileTicket(bridge.customer, { title, level: 2 })
    await bridge.world.settle()
    maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
    oleg = await visit(bridge.world.appUrl, bridge.world.customer, admin)
  })
  afterEach(() => bridge.world.stop())

  const answer = async (title: string) => {
    const found = (await ticketsOf(bridge.partner)).find((one) => one.title.endsWith(title))
    const itemId = found?.itemId ?? 0
    await updateItem(bridge.partner, itemId, { assignedById: engineerId })
    await comment(bridge.partner, itemId, '#клиенту Смотрим.')
    await bridge.world.settle()
  }
  const look = (query = '') =>
    maria.get(`/api/report/dashboard?${november}${query}`, dashboardSchema)
  const behind = async (query: string) => {
    const path = `/api/report/tickets?${november}&${query}`
    const { tickets } = await maria.get(path, ticketsBehindPageSchema)
    return tickets.map(({ title }) => title.replace(/^.*] /, ''))
  }

  it('an answer in time is met, silence is breached by time alone, and both can be opened', async () => {
    await answer('Касса')
    bridge.world.clock.advance(5 * hourMs)

    const shown = await look()
    expect(shown.total.reaction).toEqual({ met: 1, breached: 1, notNeeded: 0 })
    expect(shown.times.reaction.count).toBe(1)
    expect(shown.open).toBe(2)
    expect(await behind('of=clocks&clock=reaction&outcome=met')).toEqual(['Касса'])
    expect(await behind('of=clocks&clock=reaction&outcome=breached')).toEqual(['Отчёт'])
    const his = await look(`&engineer=${String(engineerId)}`)
    expect(his.total.reaction).toEqual({ met: 1, breached: 0, notNeeded: 0 })
    expect((await look('&level=1')).total).toEqual({})
  })

  it('the month of a contract tells both parties the same, each breach with its reasons', async () => {
    await answer('Касса')
    bridge.world.clock.advance(5 * hourMs)
    const { contracts } = await oleg.get('/api/report/contracts', reportContractsSchema)
    expect(contracts).toMatchObject([{ customerName: 'ООО «Ромашка»', months: ['2026-11'] }])
    const path = `/api/report/contracts/${contracts[0]?.id ?? ''}/months/2026-11`

    const theirs = await oleg.get(path, monthlyReportSchema)
    const ours = await maria.get(path, monthlyReportSchema)
    expect({ ...theirs, asOf: 0 }).toMatchObject({
      ...ours,
      asOf: 0,
      breaches: ours.breaches.map(({ number }) => ({ number })),
    })
    expect(theirs.breaches).toMatchObject([{ clock: 'reaction', level: 2, endedAt: null }])
    expect(theirs.breaches[0]?.why[0]).toMatchObject({ kind: 'counted' })
    const next = path.replace('2026-11', '2026-12')
    expect(await maria.raw('GET', next)).toMatchObject({ status: 400 })
  })

  it('the month is had as files, with the figures of the page, by those who see it there', async () => {
    await answer('Касса')
    bridge.world.clock.advance(5 * hourMs)
    const { contracts } = await oleg.get('/api/report/contracts', reportContractsSchema)
    const path = `/api/report/contracts/${contracts[0]?.id ?? ''}/months/2026-11`
    const page = await oleg.get(path, monthlyReportSchema)
    const download = (who: Visitor, document: string) =>
      fetch(`${bridge.world.appUrl}${path}/${document}`, {
        headers: { authorization: `Bearer ${who.session.token}` },
      })
    const bytesOf = async (document: string) =>
      Buffer.from(await (await download(oleg, document)).arrayBuffer())

    const print = readPdf(await bytesOf('report.pdf?locale=en')).join('')
    expect(print).toContain('Servicelevelreport:November2026')
    const [, compliance, times, breaches] = readXlsx(await bytesOf('report.xlsx'))
    const rows = page.compliance.map((row) => [row.met, row.breached, row.notNeeded, row.open])
    expect(compliance?.rows.slice(1).map((row) => row.slice(4))).toEqual(rows)
    for (const row of rows) expect(print).toContain(row.join(''))
    expect(times?.rows.find(([name]) => String(name).includes('половине'))?.[1]).toBe(
      page.times.reaction.p50,
    )
    expect(breaches?.rows.slice(1).map(([number]) => number)).toEqual(
      page.breaches.map(({ number }) => number),
    )
    await maria.get(path, monthlyReportSchema)
    const answered = await download(maria, 'report.pdf')
    expect(answered.headers.get('content-type')).toBe('application/pdf')
    for (const nobody of [bridge.partner, bridge.customer])
      expect(await nobody.raw('GET', `${path}/report.pdf`)).toMatchObject({ status: 403 })
    expect((await download(oleg, 'act.pdf')).status).toBe(400)
  })

  it('engineers and customers see no dashboard, and nobody a contract that is not his', async () => {
    for (const who of [bridge.partner, oleg, bridge.customer])
      for (const path of ['dashboard?', 'tickets?of=open&'])
        expect(await who.raw('GET', `/api/report/${path}${november}`)).toMatchObject({
          status: 403,
        })
    const { contracts } = await maria.get('/api/report/contracts', reportContractsSchema)
    const path = `/api/report/contracts/${contracts[0]?.id ?? ''}/months/2026-11`
    for (const who of [bridge.partner, bridge.customer]) {
      expect(await who.raw('GET', path)).toMatchObject({ status: 403 })
      expect(await who.raw('GET', '/api/report/contracts')).toMatchObject({ status: 403 })
    }
    for (const who of [maria, oleg])
      expect(await who.raw('GET', '/api/report/contracts/another/months/2026-11')).toMatchObject({
        status: 404,
      })
  })

  it('a period that ends before it begins, or is years long, is refused', async () => {
    for (const period of ['from=2026-11&to=2026-10', 'from=2020-01&to=2026-11', 'from=x&to=y'])
      expect(await maria.raw('GET', `/api/report/dashboard?${period}`)).toMatchObject({
        status: 400,
      })
  })
})
