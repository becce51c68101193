import { invoiceRows, type InvoiceRow } from '../../shared/billing/invoice-rows.ts'
import type { Clock } from '../../shared/time.ts'
import { formatMonth } from '../../shared/words/format-money.ts'
import type { Language, Words } from '../../shared/words/language.ts'
import type { PortalClient } from '../bitrix/client.ts'
import type { addInvoice, findInvoices, setInvoiceRows } from '../bitrix/invoices.ts'
import type { Database } from '../db/database.ts'
import type { InvoiceRecord } from '../db/invoices-store.ts'
import type { Effect } from '../db/effect.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import { type Delivery, deliveryOf, type Recipient } from './delivery.ts'

type Deps = {
  db: Database
  clock: Clock
  commands: {
    addInvoice: typeof addInvoice
    findInvoices: typeof findInvoices
    setInvoiceRows: typeof setInvoiceRows
  }
}

type InvoiceEffect = Extract<Effect, { kind: 'invoice' }>

/** Money waits for nobody's clock. */
const moneyLevel = 3

/** A *set*: the smart invoice of a statement shall stand in the partner's portal, once, with its rows. */
export function createDeliverInvoice({ db, clock, commands }: Deps) {
  return async function prepareInvoice(
    row: OutboxRow,
    effect: InvoiceEffect,
    { client, portal }: Recipient,
  ): Promise<Delivery> {
    const { contractId, month } = effect
    const invoice = await db.invoices.find({ contractId, month })
    const statement = (await db.statements.find(contractId, month))?.statement
    if (!invoice || !statement || invoice.hasRows) return 'done'
    const language = portal?.language ?? 'ru'
    // It may have been made although no answer came, or before a backup was restored.
    const itemId = invoice.itemId ?? (await madeInSecret(client, invoice))
    const refusal = { isMoot: () => keepProblem(invoice) }
    if (itemId === undefined) {
      const command = commands.addInvoice({
        ...{ title: titleOf(invoice)[language], xmlId: xmlIdOf(invoice), client: invoice.client },
        currency: statement.currency,
      })
      return deliveryOf(
        command,
        (id) => keepItem({ ...row, effect }, { ...invoice, itemId: id }),
        refusal,
      )
    }
    const rows = invoiceRows(statement).map(({ gross, vatPercent, months }) => ({
      ...{ gross, vatPercent },
      name: nameOf(months)[language],
    }))
    const complete = { ...invoice, itemId, hasRows: true, problem: null }
    const settle = () =>
      db.transaction(async (stores) => {
        await stores.invoices.save(complete)
        await stores.outbox.markSent(row, null)
      })
    return deliveryOf(commands.setInvoiceRows(itemId, rows), settle, refusal)
  }

  async function madeInSecret(client: PortalClient, invoice: InvoiceRecord) {
    const [first] = await client.run(commands.findInvoices(xmlIdOf(invoice)))
    return first?.id
  }

  /** The rows are next: the effect waits again. */
  function keepItem(
    row: OutboxRow & { effect: InvoiceEffect },
    invoice: InvoiceRecord,
  ): Promise<void> {
    return db.transaction(async (stores) => {
      await stores.invoices.save({ ...invoice, problem: null })
      await stores.outbox.add([row], moneyLevel, clock.now())
      await stores.outbox.markSent(row, null)
    })
  }

  /** People see it at the statement, and may try again there. */
  async function keepProblem(invoice: InvoiceRecord): Promise<boolean> {
    await db.invoices.save({ ...invoice, problem: 'refused' })
    return true
  }
}

const xmlIdOf = ({ contractId, month }: InvoiceRecord) => `sla-invoice:${contractId}:${month}`

const titleOf = ({ month, client }: InvoiceRecord): Words => ({
  ru: `Техническая поддержка, ${formatMonth(month, 'ru')} — ${client.title}`,
  en: `Technical support, ${formatMonth(month, 'en')} — ${client.title}`,
})

const nameOf = (months: InvoiceRow['months']): Words => ({
  ru: `Техническая поддержка Битрикс24, ${monthsIn('ru', months)}`,
  en: `Technical support of Bitrix24, ${monthsIn('en', months)}`,
})

const monthsIn = (language: Language, months: InvoiceRow['months']) =>
  months.map((month) => formatMonth(month, language)).join(', ')
