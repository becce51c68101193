import { expect, it } from 'vitest'
import { templateValues } from '../../../../client/features/ticket-card/desk/template-values.ts'
import { ticketView } from '../new-ticket.ts'

const words = { level: 'высокая', time: (at: number) => new Date(at).toISOString() }

it('each variable of a template stands for what the ticket says of it', () => {
  const ticket = ticketView({ number: '17', title: 'Не печатается счёт', customerName: 'Ромашка' })
  const values = templateValues(ticket, { context: undefined, engineer: 'Иван Петров' }, words)
  expect(values).toEqual({
    номер: '17',
    тема: 'Не печатается счёт',
    клиент: 'Ромашка',
    'контактное лицо': '',
    критичность: 'высокая',
    'реакция до': '2026-11-23T11:00:00.000Z',
    'обновление до': '',
    исполнитель: 'Иван Петров',
  })
})
