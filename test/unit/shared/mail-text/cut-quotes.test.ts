import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutQuotes } from '../../../../shared/mail-text/cut-quotes.ts'

describe('cutting quotes', () => {
  it.each([
    ['an answer without history stays', 'Да, согласен.', 'Да, согласен.'],
    [
      'lines with a time and a colon are words',
      'Работаем до 18:00:\nзвоните',
      'Работаем до 18:00:\nзвоните',
    ],
    [
      'a forwarded mail alone stays whole',
      '-----Original Message-----\nFrom: a',
      '-----Original Message-----\nFrom: a',
    ],
    ['our mark ends the answer', 'Да\n\n## Ответьте выше этой строки ##\nстарое', 'Да'],
    ['two dashes begin a signature', 'Да\n-- \nАнна', 'Да'],
    ['a phone signs too', 'Да\n\nОтправлено с iPhone', 'Да'],
    ['a farewell ends the answer', 'Да\n\nС уважением, Анна\nБухгалтер', 'Да'],
    [
      'a polite word far from the end is no farewell',
      `С уважением\n${'отнеситесь к срокам\n'.repeat(12)}`,
      `С уважением\n${'отнеситесь к срокам\n'.repeat(12)}`.trim(),
    ],
    ['answers between quoted lines are kept', '> Версия?\n5.1\n> Год?\n2025', '5.1\n2025'],
    [
      'an introduction broken over three lines is one',
      'Да\n\nOn Mon, Nov 23, 2026 at 10:15 AM\nMartinSoft Support\n<support@desk.example> wrote:\n> x',
      'Да',
    ],
  ])('%s', (_case, text, own) => {
    expect(cutQuotes(text).text).toBe(own)
  })

  it('never loses everything and never adds a word', () => {
    const line = fc.constantFrom(
      'Да',
      '> x',
      '-- ',
      '',
      'От: a',
      'Тема: b',
      '10:15 a@b:',
      '---- Original Message ----',
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n')
        const cut = cutQuotes(text)
        expect(cut.text === '').toBe(text.trim() === '')
        for (const kept of cut.text.split('\n')) expect(text).toContain(kept)
      }),
    )
  })
})
