import { describe, expect, it } from 'vitest'
import {
  asksForLevelOne,
  blankTicketForm,
  mailFormFields,
  readTicketForm,
} from '../../../../shared/mail-text/ticket-form-text.ts'

const filled = `Контактное лицо: Анна Лебедева
Телефон: +7 495 000-00-07
E-mail: lebedeva@romashka.example
Программа и окружение: 1С 8.3
Влияние на бизнес: не отгружаем
товар покупателям
Критичность (1 — всё стоит, 2 — серьёзно мешает): 1
Тема: Не печатает
Что произошло: Печать молчит с 9:15
Ссылки: https://romashka.example/1
Что недавно менялось:`

describe('the form of §6 as a mail', () => {
  it('filled in is read field by field, also over several lines', () => {
    expect(readTicketForm(filled)).toEqual({
      level: 1,
      missing: [],
      values: {
        contactName: 'Анна Лебедева',
        contactPhone: '+7 495 000-00-07',
        contactEmail: 'lebedeva@romashka.example',
        environment: '1С 8.3',
        impact: 'не отгружаем\nтовар покупателям',
        level: '1',
        title: 'Не печатает',
        description: 'Печать молчит с 9:15',
        links: 'https://romashka.example/1',
        recentChanges: '',
      },
    })
  })

  it.each([
    ['quoted', filled.replace(/^/gm, '> ')],
    ['as a list', filled.replace(/^(?=[А-ЯE])/gm, ' * ')],
    ['in bold', filled.replace(/^([^:\n]+):/gm, '*$1:*')],
    ['with hard spaces', filled.replaceAll(': ', ':\u00a0')],
    ['with Windows line ends', filled.replaceAll('\n', '\r\n')],
  ])('survives a mail program that makes it %s', (_how, text) => {
    expect(readTicketForm(text)).toMatchObject({ level: 1, missing: [] })
  })

  it('says what is missing; the subject stands in for the title', () => {
    const text = 'Телефон: 1\nВлияние: стоим\nОписание: не печатает\nУровень: высокий'
    expect(readTicketForm(text, 'Печать')).toMatchObject({
      level: 2,
      values: { title: 'Печать' },
      missing: ['contactName', 'contactEmail', 'environment', 'links'],
    })
  })

  it.each(['ru', 'en'] as const)('blank in %s is no form yet, and knows every field', (locale) => {
    const blank = blankTicketForm(locale)
    expect(readTicketForm(blank)).toBeNull()
    expect(readTicketForm(blank.replace(/: $/gm, ': 1'))?.missing).toEqual([])
    expect(blank.split('\n')).toHaveLength(mailFormFields.length)
  })

  it('a letter that happens to have a colon is none', () => {
    expect(readTicketForm('Добрый день!\nТема: та же.\nЖдём.')).toBeNull()
  })

  it.each([
    ['Критичность 1, всё стоит', true],
    ['Просим завести с уровнем критичности 1', true],
    ['severity: 1', true],
    ['Это критическая ошибка!', true],
    ['уровень 12', false],
    ['Не печатает один принтер', false],
  ])('«%s» asks for level 1: %s', (text, expected) => {
    expect(asksForLevelOne(text)).toBe(expected)
  })
})
