import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailChoicesSchema } from '../../shared/api/mail-choices.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { readPdf, withoutBlanks } from '../support/read-pdf.ts'
import { visit } from '../support/visit.ts'

const oleg = 'gromov@romashka.example'
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The month of a contract goes to the customer's organisational contacts by itself. */
describe('monthly reports by mail', () => {
  let server: MailServer
  let bridge: Bridge

  beforeEach(async () => {
    server = await startMailServer()
    bridge = await openBridge({ smtpUrl: server.url })
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    await look()
  }, 60_000)
  afterEach(async () => {
    await bridge.world.stop()
    await server.stop()
  })

  const look = async () => {
    const { jobs } = bridge.world.app
    while (await jobs.sendReports());
    while (await jobs.deliverMails());
  }
  const goTo = async (iso: string) => {
    bridge.world.clock.advance(Date.parse(iso) - bridge.world.clock.now())
    await look()
  }
  const reports = () => server.mails.filter(({ attachments }) => attachments.length > 0)

  it('go on the first working day, when it begins by the contract’s calendar, and once', async () => {
    await goTo('2026-11-30T20:00:00Z')
    await goTo('2026-12-01T05:59:00Z')
    expect(reports()).toEqual([])
    // 1 December is a Tuesday; it begins at nine in Moscow.
    await goTo('2026-12-01T06:01:00Z')
    const [mail, ...more] = reports()
    expect(more).toEqual([])
    expect([mail?.to].flat()[0]?.text).toContain(oleg)
    expect(mail?.subject).toBe('Отчёт о сроках поддержки: ноябрь 2026 г.')
    expect(mail?.text).toContain('Нарушено сроков поддержки: 1')
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    const [file] = mail?.attachments ?? []
    expect(file).toMatchObject({
      filename: 'Отчёт о сроках 2026-11 ООО «Ромашка».pdf',
      contentType: 'application/pdf',
    })
    const text = readPdf(file?.content ?? Buffer.alloc(0)).join('')
    expect(text).toContain(withoutBlanks('№ 1 · Нет печати'))
    expect(text).toContain(withoutBlanks('Нарушения: 1'))
    await goTo('2026-12-02T12:00:00Z')
    expect(reports()).toHaveLength(1)
  })

  it('the holidays of January are waited for', async () => {
    await goTo('2027-01-10T12:00:00Z')
    const before = reports().length
    expect(before).toBe(1)
    // The first working day of 2027 by the production calendar is Monday 11 January.
    await goTo('2027-01-11T06:01:00Z')
    expect(reports()).toHaveLength(2)
    expect(reports()[1]?.subject).toContain('декабрь 2026')
  })

  it('after a standstill of months each of them follows, once', async () => {
    await goTo('2027-02-03T09:00:00Z')
    expect(reports().map(({ subject }) => subject?.split(': ')[1])).toEqual([
      'ноябрь 2026 г.',
      'декабрь 2026 г.',
      'январь 2027 г.',
    ])
  })

  it('in the reader’s language, and not to whom mail is unwelcome', async () => {
    const contact = await visit(bridge.world.appUrl, bridge.world.customer, 1)
    const choose = (wish: string, locale: string) =>
      contact.post('/api/mail-choices', mailChoicesSchema, { wish, locale })
    await choose('all', 'en')
    await goTo('2026-12-01T06:01:00Z')
    expect(reports()[0]?.subject).toBe('Service level report: November 2026')
    expect(readPdf(reports()[0]?.attachments[0]?.content ?? Buffer.alloc(0))[0]).toContain(
      'Servicelevelreport',
    )
    const again = await visit(bridge.world.appUrl, bridge.world.customer, 1)
    await again.post('/api/mail-choices', mailChoicesSchema, { wish: 'none', locale: 'en' })
    bridge.world.clock.advance(45 * dayMs)
    await look()
    expect(reports()).toHaveLength(1)
  })
})
