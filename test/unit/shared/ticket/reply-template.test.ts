import { expect, it } from 'vitest'
import { fillTemplate, type TemplateValues } from '../../../../shared/ticket/reply-template.ts'

const values: TemplateValues = {
  номер: '7',
  тема: 'Нет печати',
  клиент: 'Ромашка',
  'контактное лицо': 'Анна Лебедева',
  критичность: '2 · Высокий',
  'реакция до': '',
  'обновление до': 'вт, 24 ноября, 10:00 МСК',
  исполнитель: 'Иван $& Петров',
}

it.each([
  ['№ {номер}: {тема}', '№ 7: Нет печати', [], []],
  ['{ Контактное  лицо }!', 'Анна Лебедева!', [], []],
  ['{исполнитель}', 'Иван $& Петров', [], []],
  ['До {реакция до}', 'До {реакция до}', [], ['{реакция до}']],
  ['{номерр} и {номерр}', '{номерр} и {номерр}', ['{номерр}'], []],
  ['без переменных {', 'без переменных {', [], []],
])('«%s» is filled in, and what is unknown or empty is named', (template, text, unknown, empty) => {
  expect(fillTemplate(template, values)).toEqual({ text, unknown, empty })
})
