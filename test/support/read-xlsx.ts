import { readZip } from './read-zip.ts'

export type SheetCell = string | number | null

const plain = (xml: string) =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

/** The cells of each sheet as a table program reads them, and the XML they were read from. */
export function readXlsx(bytes: Buffer): { rows: SheetCell[][]; xml: string }[] {
  const files = readZip(bytes)
  const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(
    ([, item = '']) =>
      plain([...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, one]) => one).join('')),
  )
  return [...files.keys()]
    .filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name))
    .toSorted()
    .map((name) => {
      const xml = files.get(name) ?? ''
      return {
        xml,
        rows: [...xml.matchAll(/<row .*?<\/row>/gs)].map(([row]) => cellsOf(row, strings)),
      }
    })
}

function cellsOf(row: string, strings: readonly string[]): SheetCell[] {
  const cells: SheetCell[] = []
  for (const [, column = '', look = '', value] of row.matchAll(
    /<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(?:<v>(.*?)<\/v>)?<\/c>)/gs,
  )) {
    const index = column.charCodeAt(0) - 'A'.charCodeAt(0)
    while (cells.length < index) cells.push(null)
    if (value === undefined) cells.push(null)
    else cells.push(look.includes('t="s"') ? (strings[Number(value)] ?? '') : Number(value))
  }
  return cells
}
