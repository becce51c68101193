import {
  type InvoiceClient,
  type InvoiceView,
  smartInvoiceType,
} from '../../shared/api/invoices.ts'
import { invoiceRows } from '../../shared/billing/invoice-rows.ts'
import type { Month } from '../../shared/billing/months.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { InvoiceRecord } from '../db/invoices-store.ts'
import { AppError } from '../errors.ts'
import { requireParty } from './money-party.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

type Actor = AuditActor & { isManager: boolean }
type At = { contractId: string; month: Month }

const moneyLevel = 3
const agreed = new Set(['accepted', 'closed'])

export type KeepInvoices = ReturnType<typeof createKeepInvoices>

/** Invoices of agreed statements, in the partner's portal: asked for once by a manager. */
export function createKeepInvoices({ db, clock, wake }: Deps) {
  return {
    view,

    /** @throws AppError `conflict` when there is nothing to invoice, or an invoice already */
    async make(actor: Actor, at: At, client: InvoiceClient): Promise<InvoiceView> {
      const contract = await requireManager(actor, at.contractId)
      await db.transaction(async (stores) => {
        const known = await stores.invoices.find(at)
        if (!(await mayMake(stores, at, known)))
          throw new AppError('conflict', 'There is nothing to invoice, or it has been done')
        await stores.invoices.chooseClient(at.contractId, client)
        await stores.invoices.save({
          ...{ ...at, memberId: contract.partnerMemberId, client, problem: null },
          ...{ itemId: known?.itemId ?? null, hasRows: false, stage: null },
        })
        const effect = { kind: 'invoice', side: 'partner', ...at } as const
        const key = `invoice:${at.contractId}:${at.month}`
        const row = { memberId: contract.partnerMemberId, ticketId: '', key, effect }
        await stores.outbox.add([row], moneyLevel, clock.now())
        await stores.audit.record({
          ...{ memberId: contract.partnerMemberId, contractId: at.contractId },
          ...{ code: 'statement.invoiced', about: at.month, by: actor, before: null },
          ...{ after: { client: client.title }, at: clock.now() },
        })
      })
      wake()
      return view(actor, at)
    },
  }

  async function view(actor: Actor, at: At): Promise<InvoiceView> {
    const contract = await requireManager(actor, at.contractId)
    const invoice = await db.invoices.find(at)
    const host = (await db.portals.find(contract.partnerMemberId))?.host ?? ''
    return {
      client: await db.invoices.clientOf(at.contractId),
      invoice: invoice ? shown(invoice, host) : null,
      mayMake: await mayMake(db, at, invoice),
    }
  }

  async function requireManager(actor: Actor, contractId: string) {
    const { role, contract } = await requireParty(db, actor, contractId)
    if (role !== 'manager') throw new AppError('forbidden', 'Invoices are kept by the partner')
    return contract
  }

  async function mayMake(
    stores: Pick<Stores, 'statements'>,
    at: At,
    invoice: InvoiceRecord | undefined,
  ): Promise<boolean> {
    if (invoice && invoice.problem === null) return false
    const known = await stores.statements.find(at.contractId, at.month)
    return (
      known?.statement != null && agreed.has(known.state) && invoiceRows(known.statement).length > 0
    )
  }
}

const shown = (invoice: InvoiceRecord, host: string): InvoiceView['invoice'] => ({
  client: invoice.client,
  itemId: invoice.itemId,
  url:
    invoice.itemId === null
      ? null
      : `https://${host}/crm/type/${String(smartInvoiceType)}/details/${String(invoice.itemId)}/`,
  hasRows: invoice.hasRows,
  stage: invoice.stage,
  problem: invoice.problem,
})
