import type { Selectable } from 'kysely'
import {
  type InvoiceClient,
  invoiceClientSchema,
  type InvoiceStage,
  invoiceStageSchema,
} from '../../shared/api/invoices.ts'
import type { Month } from '../../shared/billing/months.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Schema } from './schema.ts'

type At = { contractId: string; month: Month }

export type InvoiceRecord = At & {
  /** Portal of the partner. */
  memberId: string
  client: InvoiceClient
  /** null: not made yet. */
  itemId: number | null
  hasRows: boolean
  stage: InvoiceStage | null
  problem: string | null
}

/** Invoices by contract and month. Whose contract it is has been proven before. */
export function createInvoicesStore(db: Db) {
  return {
    async clientOf(contractId: string): Promise<InvoiceClient | null> {
      const row = await db
        .selectFrom('invoice_clients')
        .select('client')
        .where('contract_id', '=', contractId)
        .executeTakeFirst()
      return row ? invoiceClientSchema.parse(JSON.parse(row.client)) : null
    },

    async chooseClient(contractId: string, chosen: InvoiceClient): Promise<void> {
      const client = JSON.stringify(chosen)
      await db
        .insertInto('invoice_clients')
        .values({ contract_id: contractId, client })
        .onConflict((conflict) => conflict.column('contract_id').doUpdateSet({ client }))
        .execute()
    },

    async find({ contractId, month }: At): Promise<InvoiceRecord | undefined> {
      const row = await db
        .selectFrom('invoices')
        .selectAll()
        .where('contract_id', '=', contractId)
        .where('month', '=', month)
        .executeTakeFirst()
      return row && toRecord(row)
    },

    async save(invoice: InvoiceRecord): Promise<void> {
      const row = toRow(invoice)
      await db
        .insertInto('invoices')
        .values(row)
        .onConflict((conflict) => conflict.columns(['contract_id', 'month']).doUpdateSet(row))
        .execute()
    },

    /** Those that were made, and are neither paid nor given up: portal by portal, from behind `last` on. */
    async listOpen(
      ours: Ours,
      { last, limit }: { last: InvoiceRecord | undefined; limit: number },
    ): Promise<InvoiceRecord[]> {
      const rows = await db
        .selectFrom('invoices')
        .selectAll()
        .where('is_over', '=', 0)
        .where('item_id', 'is not', null)
        .where(among(db, 'member_id', ours))
        .where((row) =>
          row(
            row.refTuple('member_id', 'contract_id', 'month'),
            '>',
            row.tuple(last?.memberId ?? '', last?.contractId ?? '', last?.month ?? ''),
          ),
        )
        .orderBy('member_id')
        .orderBy('contract_id')
        .orderBy('month')
        .limit(limit)
        .execute()
      return rows.map(toRecord)
    },
  }
}

const toRow = (invoice: InvoiceRecord): Selectable<Schema['invoices']> => ({
  contract_id: invoice.contractId,
  month: invoice.month,
  member_id: invoice.memberId,
  client: JSON.stringify(invoice.client),
  item_id: invoice.itemId,
  has_rows: invoice.hasRows ? 1 : 0,
  stage: invoice.stage && JSON.stringify(invoice.stage),
  is_over: invoice.stage && invoice.stage.outcome !== 'open' ? 1 : 0,
  problem: invoice.problem,
})

const toRecord = (row: Selectable<Schema['invoices']>): InvoiceRecord => ({
  contractId: row.contract_id,
  month: row.month,
  memberId: row.member_id,
  client: invoiceClientSchema.parse(JSON.parse(row.client)),
  itemId: row.item_id,
  hasRows: row.has_rows === 1,
  stage: row.stage === null ? null : invoiceStageSchema.parse(JSON.parse(row.stage)),
  problem: row.problem,
})
