import { describe, expect, it } from 'vitest'
import { previewFiling } from '../../../../shared/sla/preview-filing.ts'
import { valuesOfForm } from '../../../../shared/ticket/form.ts'
import {
  formOf,
  emptyDraft,
  missingFields,
  registeredLevel,
  type TicketDraft,
} from '../../../../client/features/new-ticket/ticket-draft.ts'
import { newContract } from '../new-contract.ts'

const picture = { name: 'снимок.png', base64: 'AA==' }

const whole: TicketDraft = {
  ...emptyDraft(undefined),
  title: 'Не открывается карточка',
  level: 2,
  category: 'technical',
  description: 'Белая страница',
  impact: 'Менеджеры стоят',
  environment: 'Битрикс24 коробка 24.300',
  contactName: 'Анна Лебедева',
  contactPhone: '+7 495 000-00-07',
  contactEmail: 'lebedeva@romashka.example',
  links: 'https://romashka.example/crm/deal/details/1/',
  files: [new File(['x'], 'снимок.png')],
}

describe('what a ticket still lacks', () => {
  it('nothing, when the form of §6 is filled', () => {
    expect(missingFields(whole)).toEqual([])
  })

  it('is named in the order of the form', () => {
    expect(missingFields({ ...whole, level: null, description: ' ', contactEmail: 'x' })).toEqual([
      'level',
      'description',
      'contactEmail',
    ])
  })

  it('a stated reason stands in for screenshots and links', () => {
    const bare = { ...whole, files: [], links: '' }
    expect(missingFields(bare)).toEqual(['files', 'links'])
    expect(missingFields({ ...bare, filesReason: 'портал недоступен' })).toEqual([])
  })
})

describe('level 1', () => {
  it.each([
    [true, true, 1],
    [true, false, 2],
    [false, true, 2],
    [false, false, 2],
  ])('with consents %s and %s is registered as %i', (consentPhone, consentReply, level) => {
    expect(registeredLevel({ ...whole, level: 1, consentPhone, consentReply }, 2)).toBe(level)
  })

  it('keeps the version of the consents’ text', () => {
    expect(valuesOfForm(formOf({ ...whole, level: 1 }, [picture])).consentVersion).toMatch(
      /^\d{4}-\d{2}$/,
    )
    expect(valuesOfForm(formOf(whole, [picture])).consentVersion).toBeUndefined()
  })
})

describe('what filing now means', () => {
  it.each([
    ['Monday noon, level 2', 2, '2026-11-23T12:00+03:00', '2026-11-23T16:00+03:00', false],
    ['Friday evening, level 2', 2, '2026-11-27T19:00+03:00', '2026-11-30T13:00+03:00', true],
    ['Friday evening, level 1', 1, '2026-11-27T19:00+03:00', '2026-11-27T20:00+03:00', true],
  ] as const)('%s: due and tariff', (_case, level, now, due, isOutOfHours) => {
    const preview = previewFiling(newContract(), level, Date.parse(now))
    expect(new Date(preview.reactionDueAt).toISOString()).toBe(new Date(due).toISOString())
    expect(preview.isOutOfHours).toBe(isOutOfHours)
  })
})
