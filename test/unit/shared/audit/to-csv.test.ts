import { describe, expect, it } from 'vitest'
import { toCsv } from '../../../../shared/audit/to-csv.ts'

describe('a table as CSV', () => {
  it.each([
    ['plain text', 'Ромашка', 'Ромашка'],
    ['a formula is text', '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['a sum that begins with plus', '+7 495', `'+7 495`],
    ['minus', '-1', `'-1`],
    ['at', '@SUM(A1)', `'@SUM(A1)`],
    ['a tab in front', '\t=1', `'\t=1`],
    ['a new line in front', '\n=1', `"'\n=1"`],
    ['the separator', 'a;b', '"a;b"'],
    ['several lines', 'a\nb', '"a\nb"'],
  ])('%s', (_case, cell, expected) => {
    expect(toCsv([[cell]])).toBe(`\uFEFF${expected}\r\n`)
  })
})
