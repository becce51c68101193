import { cleanFileName } from '../../shared/ticket/file-name.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { FileContent, ItemFiles } from '../bitrix/files.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'

type Deps = {
  db: Database
  portals: {
    ofItem(ticket: Ticket, side: Side, known: readonly number[]): Promise<ItemFiles>
    ofMessage(ticket: Ticket, messageId: string): Promise<FileContent[]>
  }
}

/** Files that came without a portal lie with us, all others in the portal where they were put. */
export function createFilesToCarry({ db, portals }: Deps) {
  return {
    /** Numbers below zero are ours: no portal knows them. */
    async ofItem(ticket: Ticket, side: Side, known: readonly number[]): Promise<ItemFiles> {
      const isYetToBeMade = ticket.itemIds[side] === null && ticket.sides[side].goneUpTo === null
      if (side !== 'customer' || !isYetToBeMade) return portals.ofItem(ticket, side, known)
      const files = (await db.outside.files(ticket.id)).filter(({ id }) => !known.includes(-id))
      return { ids: files.map(({ id }) => -id), contents: files.map(contentOf) }
    },

    async ofMessage(ticket: Ticket, messageId: string): Promise<FileContent[]> {
      const postId = (await db.messages.find(messageId))?.postId ?? null
      if (postId === null) return portals.ofMessage(ticket, messageId)
      return (await db.outside.files(postId)).map(contentOf)
    },
  }
}

const contentOf = ({ name, bytes }: { name: string; bytes: Buffer }): FileContent => ({
  name: cleanFileName(name),
  base64: bytes.toString('base64'),
})
