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

/** GET /api/money/contracts/:contractId/months/:month/:document?locale= and …/contract.pdf?locale= */
export const documentQuerySchema = z.object({ locale: documentLocaleSchema.default('ru') })
