import type { Clock } from '../shared/time.ts'
import { addComment, deleteComment, listComments, updateComment } from './bitrix/comments.ts'
import type { createFiles } from './bitrix/files.ts'
import { BitrixError } from './bitrix/errors.ts'
import { addInvoice, findInvoices, setInvoiceRows } from './bitrix/invoices.ts'
import { addItem, findItemsByXmlId, getItem, importItem, updateItem } from './bitrix/items.ts'
import { getHeldRoots, setHeldRoots } from './bitrix/held-roots.ts'
import { notifyUser } from './bitrix/notify.ts'
import { sendRobotResult } from './bitrix/robots.ts'
import { listStageMoves } from './bitrix/stage-history.ts'
import { addTimelineCard, findTimelineCards, updateTimelineCard } from './bitrix/timeline-card.ts'
import { executeTrigger } from './bitrix/triggers.ts'
import type { Database } from './db/database.ts'
import type { KeyedLock } from './keyed-lock.ts'
import { createContractReads } from './usecases/contract-reads.ts'
import { createDeliverCard } from './usecases/deliver-card.ts'
import { createDeliverComment } from './usecases/deliver-comment.ts'
import { createDeliverEffect } from './usecases/deliver-effect.ts'
import { createDeliverInvoice } from './usecases/deliver-invoice.ts'
import { createDeliverItem } from './usecases/deliver-item.ts'
import { createDeliverRoots } from './usecases/deliver-roots.ts'
import { createDeliverTrigger } from './usecases/deliver-trigger.ts'
import { createFilesToCarry } from './usecases/outside-files.ts'

type World = {
  files: ReturnType<typeof createFiles>
  lock: KeyedLock
  clock: Clock
  wakeInbox: () => void
}

/** The part of the app that finds out how each effect is carried out in its portal. */
export function createDeliveries(db: Database, { files, lock, clock, wakeInbox }: World) {
  const toCarry = createFilesToCarry({ db, portals: files })
  const contracts = createContractReads(db)
  return createDeliverEffect({
    db,
    item: createDeliverItem({
      db,
      contracts,
      clock,
      lock,
      commands: { addItem, getItem, updateItem, findItemsByXmlId, importItem },
      itemFiles: (ticket, side, known) => toCarry.ofItem(ticket, side, known),
      isRefused: (error) => error instanceof BitrixError && error.retry === 'never',
    }),
    comments: createDeliverComment({
      db,
      lock,
      clock,
      commands: { addComment, updateComment, deleteComment, listComments },
      messageFiles: (ticket, messageId) => toCarry.ofMessage(ticket, messageId),
      wake: wakeInbox,
    }),
    card: createDeliverCard({
      db,
      contracts,
      clock,
      commands: { addTimelineCard, updateTimelineCard, findTimelineCards },
    }),
    trigger: createDeliverTrigger({ commands: { executeTrigger, listStageMoves } }),
    roots: createDeliverRoots({ db, commands: { getHeldRoots, setHeldRoots } }),
    invoice: createDeliverInvoice({
      db,
      clock,
      commands: { addInvoice, findInvoices, setInvoiceRows },
    }),
    notifyUser,
    sendRobotResult,
  })
}
