import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Contract } from '../../../../shared/api/contracts.ts'
import { defaultTariff } from '../../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { formatMoney } from '../../../../shared/words/format-money.ts'
import { renderContract } from '../../../../server/documents/render.ts'
import { termsWords } from '../../../../server/documents/terms-words.ts'
import { readPdf, withoutBlanks } from '../../../support/read-pdf.ts'

describe('the contract', () => {
  const contract: Contract = {
    ...{ id: 'c', customerName: 'ООО «Ромашка»', partnerHost: 'support.example' },
    ...{ customerHost: 'b24.example', state: 'active', createdAt: 0, publicMark: '#клиенту' },
    persons: [
      {
        ...{ id: 'p', name: 'Олег Громов', position: 'Директор', email: 'oleg@example.org' },
        ...{ phone: '+7 495 123-45-67', isAuthorised: true, isOrganisational: true },
        portalUserId: 1,
      },
    ],
    policy: defaultPolicy,
    calendar: {
      ...defaultCalendar,
      exceptions: [{ on: '2026-12-30', kind: 'dayOff', name: 'Инвентаризация' }],
    },
    tariff: { ...defaultTariff, hourKopecks: 360_000 },
    life: {
      ...{ startsOn: '2026-01-01', endsOn: null, licenceUntil: '2027-03-01', place: 'Москва' },
      ...{ partnerName: 'ООО «МартинСофт»', partnerRequisites: 'ИНН 7700000000' },
      ...{ customerRequisites: '', ended: null, standing: 'valid' },
    },
    invitation: null,
  }

  it.each([
    [
      'ru' as const,
      ['Таблица 1. Критичность', 'Таблица 2. Сроки', 'Программа полностью не работает'],
    ],
    ['en' as const, ['Table 1. Levels', 'Table 2. Targets', 'round the clock']],
  ])('has tables, hours, exceptions, tariff and persons in %s', async (locale, texts) => {
    const file = await renderContract(contract, { locale, madeAt: Date.UTC(2026, 10, 28) })
    const text = readPdf(file.bytes).join('')
    const money = formatMoney(360_000, 'RUB', locale)
    const parties = ['ООО «МартинСофт»ИНН 7700000000', 'ООО «Ромашка»']
    for (const one of [...texts, money, '09:00–18:00', 'Инвентаризация', 'Олег Громов', ...parties])
      expect(text).toContain(withoutBlanks(one))
    expect(text).not.toContain('termsLines')
  })

  it('says terms in the words of the pages', () => {
    for (const locale of ['ru', 'en'] as const)
      for (const [key, said] of Object.entries(termsWords[locale]))
        expect(wordOfPages(locale, key), key).toBe(said)
  })
})

function wordOfPages(locale: string, key: string): unknown {
  const folder = join(import.meta.dirname, '../../../../client/i18n', locale)
  const files = ['terms-edit', 'linking', 'common'].map(
    (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as unknown,
  )
  const found = files.map((file) =>
    key
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], file),
  )
  return found.find((one) => one !== undefined)
}
