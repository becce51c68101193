import type { Party } from '../../shared/api/parties.ts'
import type { Content, ContentTable, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js'

/** More letters without a blank than the narrowest column may have to hold. */
const longestWord = 24

/** Fine rules between rows, a head in grey; the head stands again on every page. */
const ruled: CustomTableLayout = {
  hLineWidth: (line, { table }) => (line === 0 || line === table.body.length ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: () => '#c3cad1',
  paddingTop: () => 3.5,
  paddingBottom: () => 3.5,
  fillColor: (row, { table }) => (row < (table.headerRows ?? 0) ? '#f0f3f6' : null),
}

export type Column = { head: string; width: '*' | 'auto' | number; isNumber?: boolean }

/** A row that may be bold: the totals. */
export type Row = { cells: readonly Cell[]; isTotal?: boolean }
export type Cell = string | readonly Line[]
type Line = { text: string; isQuiet?: boolean }

export function ruledTable(columns: readonly Column[], rows: readonly Row[]): ContentTable {
  return {
    layout: ruled,
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => width),
      body: [
        columns.map(({ head, isNumber }) => ({
          text: head,
          style: 'head',
          alignment: isNumber ? 'right' : 'left',
        })),
        ...rows.map(({ cells, isTotal = false }) =>
          cells.map((cell, index) => cellOf(cell, isTotal, columns[index]?.isNumber ?? false)),
        ),
      ],
    },
  }
}

function cellOf(cell: Cell, isTotal: boolean, isNumber: boolean): TableCell {
  const look = {
    bold: isTotal,
    ...(isNumber ? { alignment: 'right' as const, noWrap: true } : {}),
  }
  if (typeof cell === 'string') return { text: breakable(cell), ...look }
  return {
    stack: cell.map(({ text, isQuiet }) => ({
      text: breakable(text),
      ...(isQuiet && { style: 'quiet' }),
    })),
    ...look,
  }
}

type Part = { text: string; wordBreak: 'normal' | 'break-all' }

/** What people write may have words of any length: they break anywhere, lest they push columns off the page. */
export function breakable(text: string): string | Part[] {
  const words = text.split(/(\s+)/)
  if (words.every((word) => word.length <= longestWord)) return text
  return words.map((word) => ({
    text: word,
    wordBreak: word.length > longestWord ? 'break-all' : 'normal',
  }))
}

/** Names and what they stand for, in two columns without rules. */
export const facts = (pairs: readonly (readonly [string, Cell])[]): Content => ({
  layout: {
    defaultBorder: false,
    paddingLeft: () => 0,
    paddingTop: () => 1.5,
    paddingBottom: () => 1.5,
  },
  table: {
    widths: ['auto', '*'],
    body: pairs.map(([name, value]) => [
      { text: name, color: '#5b6570', noWrap: true, margin: [0, 0, 14, 0] },
      cellOf(value, false, false),
    ]),
  },
})

/** Who a party is: the name, and below it the lines of its requisites. */
export const partyLines = ({ name, requisites }: Party): Cell => [
  { text: name },
  ...requisites
    .split('\n')
    .flatMap((text) => (text.trim() === '' ? [] : [{ text, isQuiet: true }])),
]

export const section = (text: string): Content => ({ text, style: 'section', headlineLevel: 1 })

/** A part that stays on one page with its heading, which breaks no page itself: the rest would be lost. */
export const wholePart = (title: string, content: Content): Content => ({
  unbreakable: true,
  stack: [{ text: title, style: 'section' }, content],
})
