import type { Contract } from '../../shared/api/contracts.ts'
import type {
  DocumentLocale,
  ReportDocument,
  StatementDocument,
} from '../../shared/api/documents.ts'
import { cleanFileName } from '../../shared/ticket/file-name.ts'
import type { Instant } from '../../shared/time.ts'
import { actPaper } from './act-paper.ts'
import { contractPaper } from './contract-paper.ts'
import { documentWords } from './document-words.ts'
import { entriesCsv } from './entries-csv.ts'
import { renderPdf } from './pdf.ts'
import { type ReportData } from './report-data.ts'
import { reportPaper } from './report-paper.ts'
import { reportXlsx } from './report-xlsx.ts'
import type { StatementData } from './statement-data.ts'
import { statementPaper } from './statement-paper.ts'
import { statementXlsx } from './statement-xlsx.ts'

/** A file that is ready to be sent. */
export type DocumentFile = { name: string; type: string; bytes: Buffer }

const types = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

const makers: Record<
  StatementDocument,
  {
    what: 'statement' | 'act' | 'entries'
    type: keyof typeof types
    make: (data: StatementData, locale: DocumentLocale) => Promise<Buffer>
  }
> = {
  'statement.pdf': {
    ...{ what: 'statement', type: 'pdf' },
    make: (data, locale) => renderPdf(statementPaper(data, locale)),
  },
  'act.pdf': {
    ...{ what: 'act', type: 'pdf' },
    make: (data, locale) => renderPdf(actPaper(data, locale)),
  },
  'statement.xlsx': { what: 'statement', type: 'xlsx', make: statementXlsx },
  'entries.csv': {
    ...{ what: 'entries', type: 'csv' },
    make: (data, locale) => Promise.resolve(Buffer.from(entriesCsv(data, locale))),
  },
}

export async function renderStatement(
  data: StatementData,
  { document, locale }: { document: StatementDocument; locale: DocumentLocale },
): Promise<DocumentFile> {
  const { what, type, make } = makers[document]
  const title = `${documentWords[locale][what]} ${data.statement.month} ${data.parties.customer.name}`
  return {
    name: cleanFileName(`${title}.${type}`),
    type: types[type],
    bytes: await make(data, locale),
  }
}

export async function renderContract(
  contract: Contract,
  made: { locale: DocumentLocale; madeAt: Instant },
): Promise<DocumentFile> {
  const title = `${documentWords[made.locale].contract} ${contract.customerName}`
  return {
    name: cleanFileName(`${title}.pdf`),
    type: types.pdf,
    bytes: await renderPdf(contractPaper(contract, made)),
  }
}

export async function renderReport(
  data: ReportData,
  { document, locale }: { document: ReportDocument; locale: DocumentLocale },
): Promise<DocumentFile> {
  const { month, customerName } = data.report
  const isPdf = document === 'report.pdf'
  const type = isPdf ? 'pdf' : 'xlsx'
  return {
    name: cleanFileName(`${documentWords[locale].report} ${month} ${customerName}.${type}`),
    type: types[type],
    bytes: await (isPdf ? renderPdf(reportPaper(data, locale)) : reportXlsx(data, locale)),
  }
}

export const renderers = { renderStatement, renderContract, renderReport }
export type Renderers = typeof renderers
