import { expect, it } from 'vitest'
import { checklistText } from '../../../../shared/ticket/checklist-text.ts'

it('questions are numbered in their order, each with its author', () => {
  const questions = [
    { text: ' Как закрыть месяц? ', author: 'Анна Лебедева' },
    { text: 'Где журнал?', author: 'Пётр Зайцев' },
  ]
  expect(checklistText(questions)).toBe(
    '1. Как закрыть месяц?\n(Анна Лебедева)\n\n2. Где журнал?\n(Пётр Зайцев)',
  )
})
