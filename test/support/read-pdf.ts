import { inflateSync } from 'node:zlib'

/**
 * What is written on each page of a PDF as pdfmake makes them: fonts with a table of glyphs to
 * characters, text in hexadecimal glyphs. Blanks are left out, because words are placed one by one.
 */
export function readPdf(bytes: Buffer): string[] {
  const file = bytes.toString('latin1')
  const objects = objectsOf(file)
  const letters = lettersOfFonts(file, objects)
  return pagesOf(objects).map((content) => pageText(content, letters))
}

/** How far to the right something is written, in points; a page of A4 ends at 595. */
export function widestPlace(bytes: Buffer): number {
  const pages = pagesOf(objectsOf(bytes.toString('latin1')))
  const places = pages.flatMap((content) =>
    [...content.matchAll(/1 0 0 1 ([\d.]+) [\d.]+ Tm/g)].map(([, x]) => Number(x)),
  )
  return Math.max(...places)
}

function objectsOf(file: string): Map<string, string> {
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of file.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs))
    objects.set(id, body)
  return objects
}

const pagesOf = (objects: Map<string, string>): string[] =>
  [...objects.values()]
    .filter((body) => /\/Type \/Page\b/.test(body))
    .map((body) => streamOf(objects.get(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? '')))

type Letters = Map<string, Map<string, string>>

function streamOf(body = ''): string {
  const [head = '', ...rest] = body.split('stream\n')
  const data = Buffer.from(rest.join('stream\n').replace(/\n?end$/, ''), 'latin1')
  return (head.includes('FlateDecode') ? inflateSync(data) : data).toString('latin1')
}

function lettersOfFonts(file: string, objects: Map<string, string>): Letters {
  const fonts: Letters = new Map()
  for (const [, name = '', id = ''] of file.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1]
    if (table !== undefined) fonts.set(name, readTable(streamOf(objects.get(table))))
  }
  return fonts
}

/** `<0000> <00ff> [<0041> <0042>]`: characters of a row of glyphs. */
function readTable(table: string): Map<string, string> {
  const letters = new Map<string, string>()
  for (const [, first = '', list = ''] of table.matchAll(/<(\w{4})> <\w{4}> \[(.*?)\]/gs))
    for (const [index, [, code = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries()) {
      const glyph = (parseInt(first, 16) + index).toString(16).padStart(4, '0')
      letters.set(glyph, Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  return letters
}

function pageText(content: string, fonts: Letters): string {
  let letters = new Map<string, string>()
  let text = ''
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) letters = fonts.get(font) ?? new Map<string, string>()
    for (const [, glyphs = ''] of (shown ?? '').matchAll(/<(\w+)>/g))
      for (const glyph of glyphs.match(/.{4}/g) ?? []) text += letters.get(glyph) ?? '?'
  }
  return withoutBlanks(text)
}

export const withoutBlanks = (text: string): string => text.replaceAll(/\s/g, '')
