import { z } from 'zod'

export const documentLocaleSchema = z.enum(['ru', 'en'])
export type DocumentLocale = z.infer<typeof documentLocaleSchema>

/** What is made of a statement. */
export const statementDocumentSchema = z.enum([
  'statement.pdf',
  'act.pdf',
  'statement.xlsx',
  'entries.csv',
])
export type StatementDocument = z.infer<typeof statementDocumentSchema>

/** What is made of a contract's monthly report. */
export const reportDocumentSchema = z.enum(['report.pdf', 'report.xlsx'])
export type ReportDocument = z.infer<typeof reportDocumentSchema>

/**
 * GET /api/report/contracts/:contractId/months/:month/:document?locale=,
 * GET /api/money/contracts/:contractId/months/:month/:document?locale= and …/contract.pdf?locale=
 */
export const documentQuerySchema = z.object({ locale: documentLocaleSchema.default('ru') })
