import { z } from 'zod'
import { type InvoiceClient, smartInvoiceType } from '../../shared/api/invoices.ts'
import { type Command, listCommand } from './command.ts'
import { bxInt, bxText } from './rest-values.ts'

const entityTypeId = smartInvoiceType
const ownerType = 'SI'

/** `xmlId` is what a lost answer is found by. */
export type NewInvoice = {
  title: string
  xmlId: string
  /** ISO 4217 */
  currency: string
  client: InvoiceClient
}

/** @param gross kopecks with VAT */
export type NewInvoiceRow = { name: string; gross: number; vatPercent: number | null }

const itemSchema = z.object({ id: bxInt, stageId: bxText, categoryId: bxInt })
export type InvoiceItem = z.infer<typeof itemSchema>

const addedSchema = z.object({ item: z.object({ id: bxInt }) })

/** @returns the id of the smart invoice */
export function addInvoice({ title, xmlId, currency, client }: NewInvoice): Command<number> {
  return {
    method: 'crm.item.add',
    params: {
      entityTypeId,
      fields: {
        ...{ title, xmlId, currencyId: currency },
        [client.kind === 'company' ? 'companyId' : 'contactId']: client.id,
      },
    },
    read: (result) => addedSchema.parse(result).item.id,
  }
}

/** All rows at once, so that it may be repeated. The price has VAT in it: nothing is rounded anew. */
export function setInvoiceRows(ownerId: number, rows: readonly NewInvoiceRow[]): Command<null> {
  return {
    method: 'crm.item.productrow.set',
    params: {
      ...{ ownerType, ownerId },
      productRows: rows.map(({ name, gross, vatPercent }, index) => ({
        ...{ productName: name, price: gross / 100, quantity: 1, sort: (index + 1) * 10 },
        ...(vatPercent !== null && { taxRate: vatPercent, taxIncluded: 'Y' }),
      })),
    },
    read: () => null,
  }
}

const listInvoices = (filter: Record<string, unknown>): Command<InvoiceItem[]> =>
  listCommand({
    method: 'crm.item.list',
    params: {
      entityTypeId,
      select: ['id', 'stageId', 'categoryId'],
      filter,
      order: { id: 'ASC' },
    },
    read: (result) => z.object({ items: z.array(itemSchema) }).parse(result).items,
  })

export const findInvoices = (xmlId: string): Command<InvoiceItem[]> =>
  listInvoices({ '=xmlId': xmlId })

/** Those that are still there. */
export const listInvoicesById = (ids: readonly number[]): Command<InvoiceItem[]> =>
  listInvoices({ '@id': ids })

const stageSchema = z.object({ STATUS_ID: z.string(), NAME: bxText, SEMANTICS: bxText })
export type InvoiceStatus = z.infer<typeof stageSchema>

export const listInvoiceStages = (categoryId: number): Command<InvoiceStatus[]> => ({
  method: 'crm.status.list',
  params: {
    filter: { ENTITY_ID: `SMART_INVOICE_STAGE_${String(categoryId)}` },
    order: { SORT: 'ASC' },
  },
  read: (result) => z.array(stageSchema).parse(result),
})
