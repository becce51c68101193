import type { Logger } from 'pino'
import type { InvoiceStage } from '../../shared/api/invoices.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type {
  InvoiceItem,
  InvoiceStatus,
  listInvoicesById,
  listInvoiceStages,
} from '../bitrix/invoices.ts'
import type { Database } from '../db/database.ts'
import type { InvoiceRecord } from '../db/invoices-store.ts'
import type { Ours } from '../db/ours.ts'

type Deps = {
  db: Database
  clients: PortalClients
  commands: {
    listInvoicesById: typeof listInvoicesById
    listInvoiceStages: typeof listInvoiceStages
  }
  log: Logger
}

const pageSize = 200

/** Looks where invoices that are not paid yet stand in their portals, a few calls for each portal. */
export function createFollowInvoices({ db, clients, commands, log }: Deps) {
  return async function followInvoices(ours: Ours): Promise<boolean> {
    let hasMoved = false
    let page: InvoiceRecord[] = []
    do {
      page = await db.invoices.listOpen(ours, { last: page.at(-1), limit: pageSize })
      for (const memberId of new Set(page.map((invoice) => invoice.memberId))) {
        const ofPortal = page.filter((invoice) => invoice.memberId === memberId)
        hasMoved = (await follow(memberId, ofPortal)) || hasMoved
      }
    } while (page.length === pageSize)
    return hasMoved
  }

  async function follow(memberId: string, invoices: readonly InvoiceRecord[]): Promise<boolean> {
    try {
      const client = await clients.forPortal(memberId, 'upkeep')
      const ids = invoices.flatMap(({ itemId }) => itemId ?? [])
      const items = await client.run(commands.listInvoicesById(ids))
      const statuses = new Map<number, InvoiceStatus[]>()
      for (const categoryId of new Set(items.map((item) => item.categoryId)))
        statuses.set(categoryId, await client.run(commands.listInvoiceStages(categoryId)))
      const moved = invoices.map((invoice) => {
        const item = items.find(({ id }) => id === invoice.itemId)
        return keep(invoice, item && stageOf(item, statuses.get(item.categoryId) ?? []))
      })
      return (await Promise.all(moved)).includes(true)
    } catch (error) {
      // Looked at again next time.
      log.warn({ err: error, memberId }, 'invoices not followed')
      return false
    }
  }

  /** @returns whether it stands elsewhere by now */
  async function keep(invoice: InvoiceRecord, stage: InvoiceStage | undefined): Promise<boolean> {
    if (!stage) return false
    if (invoice.stage?.title === stage.title && invoice.stage.outcome === stage.outcome)
      return false
    const fresh = await db.invoices.find(invoice)
    if (fresh) await db.invoices.save({ ...fresh, stage })
    return true
  }
}

const outcomes: Record<string, InvoiceStage['outcome']> = { S: 'paid', F: 'unpaid' }

function stageOf({ stageId }: InvoiceItem, statuses: readonly InvoiceStatus[]): InvoiceStage {
  const status = statuses.find(({ STATUS_ID }) => STATUS_ID === stageId)
  return { title: status?.NAME ?? stageId, outcome: outcomes[status?.SEMANTICS ?? ''] ?? 'open' }
}
