import { describe, expect, it } from 'vitest'
import { readPublicMark, withPublicMark } from '../../../../shared/ticket/public-mark.ts'

describe('public mark at the beginning of a comment', () => {
  it.each([
    ['#клиенту Готово', 'Готово', false],
    ['#КЛИЕНТУ Готово', 'Готово', false],
    ['  \u00a0#клиенту\u00a0Готово', 'Готово', false],
    ['#клиенту? Пришлите журнал', 'Пришлите журнал', true],
    ['#клиенту: Готово', 'Готово', false],
    ['#клиенту\nГотово', 'Готово', false],
    ['[b]#клиенту[/b] Готово', '[b][/b] Готово', false],
    ['#клиенту', '', false],
  ])('%o is public and says %o', (comment, text, asks) => {
    expect(readPublicMark(comment)).toEqual({ kind: 'public', asks, text })
  })

  it.each(['Готово', 'Ответ #клиенту готов', '#клиентоориентированность', '#заметка Готово', ''])(
    '%o stays internal',
    (comment) => {
      expect(readPublicMark(comment)).toEqual({ kind: 'internal' })
    },
  )

  it.each(['#клиент Готово', '#клинту Готово', '#клиентy Готово'])(
    '%o is a near miss of which its author is told',
    (comment) => {
      expect(readPublicMark(comment)).toEqual({ kind: 'nearMiss' })
    },
  )

  it('another mark of a contract is read instead', () => {
    expect(readPublicMark('/ответ Готово', '/ответ')).toMatchObject({ kind: 'public' })
    expect(readPublicMark('#клиенту Готово', '/ответ')).toEqual({ kind: 'internal' })
  })

  it.each([true, false])('what the composer writes is read back (asks: %s)', (asks) => {
    expect(readPublicMark(withPublicMark('Готово', asks))).toEqual({
      kind: 'public',
      asks,
      text: 'Готово',
    })
  })
})
