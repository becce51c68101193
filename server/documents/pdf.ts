import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { documentWords } from './document-words.ts'

const { resolve } = createRequire(import.meta.url)
const font = (name: string) => resolve(`@expo-google-fonts/pt-sans/${name}/PTSans_${name}.ttf`)
const ptSans = {
  normal: font('400Regular'),
  bold: font('700Bold'),
  italics: font('400Regular_Italic'),
  bolditalics: font('700Bold_Italic'),
}

pdfmake.setFonts({ PTSans: ptSans })
// Whatever people write, a document reads nothing but its fonts.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => Object.values(ptSans).includes(path))

export type Paper = { title: string; locale: DocumentLocale; content: Content[] }

/** A page of A4 in PT Sans with its number, «Страница 1 из 3», and what it belongs to. */
export const definitionOf = ({ title, locale, content }: Paper): TDocumentDefinitions => ({
  info: { title },
  pageSize: 'A4',
  pageMargins: [45, 45, 45, 55],
  defaultStyle: { font: 'PTSans', fontSize: 9.5, lineHeight: 1.15 },
  styles: {
    title: { fontSize: 17, bold: true, margin: [0, 0, 0, 10] },
    section: { fontSize: 12, bold: true, margin: [0, 16, 0, 6] },
    head: { bold: true, fontSize: 9, color: '#414a55' },
    quiet: { color: '#5b6570', fontSize: 8.5 },
  },
  content,
  // A heading does not stand alone at the end of a page: below it a table's head and a row have room.
  pageBreakBefore: ({ headlineLevel, startPosition }) =>
    headlineLevel === 1 && startPosition.verticalRatio > 0.85,
  footer: (page, pages) => ({
    margin: [45, 18, 45, 0],
    fontSize: 8,
    color: '#5b6570',
    columns: [
      { text: title, width: '*' },
      { text: documentWords[locale].page(page, pages), alignment: 'right', width: 'auto' },
    ],
  }),
})

/** @returns the bytes of the PDF */
export const renderPdf = (paper: Paper): Promise<Buffer> =>
  pdfmake.createPdf(definitionOf(paper)).getBuffer()
