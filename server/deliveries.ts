import type { Clock } from '../shared/time.ts'
import { addComment, deleteComment, listComments, updateComment } from './bitrix/comments.ts'
import type { createFiles } from './bitrix/files.ts'
import { addItem, findItemsByXmlId, getItem, updateItem } from './bitrix/items.ts'
import { notifyUser } from './bitrix/notify.ts'
import type { Database } from './db/database.ts'
import type { KeyedLock } from './keyed-lock.ts'
import { createDeliverComment } from './usecases/deliver-comment.ts'
import { createDeliverEffect } from './usecases/deliver-effect.ts'
import { createDeliverItem } from './usecases/deliver-item.ts'

type Carriers = {
  db: Database
  clock: Clock
  lock: KeyedLock
  files: ReturnType<typeof createFiles>
  wake: () => void
}

/** How effects are carried out: adapters and use cases of delivery meet here. */
export function createPrepare({ db, clock, lock, files, wake }: Carriers) {
  return createDeliverEffect({
    db,
    item: createDeliverItem({
      db,
      clock,
      lock,
      commands: { addItem, getItem, updateItem, findItemsByXmlId },
      itemFiles: (ticket, side, known) => files.ofItem(ticket, side, known),
    }),
    comments: createDeliverComment({
      db,
      lock,
      clock,
      commands: { addComment, updateComment, deleteComment, listComments },
      messageFiles: (ticket, messageId) => files.ofMessage(ticket, messageId),
      wake,
    }),
    notifyUser,
  })
}
