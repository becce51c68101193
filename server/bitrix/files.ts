import { z } from 'zod'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { PortalClient, PortalClients } from './client.ts'
import type { Command } from './command.ts'
import { BitrixError } from './errors.ts'
import { cleanFileName } from '../../shared/ticket/file-name.ts'
import { type Downloaded, downloadFile } from './download.ts'
import type { Guard } from './guard.ts'
import { getItem } from './items.ts'

/** Files of an item with their numbers there. */
export type ItemFiles = { ids: number[]; contents: FileContent[] }

/** A file on its way from one portal to another; bytes as base64. */
export type FileContent = { name: string; base64: string }

type Subject = { memberIds: Record<Side, string>; itemIds: Record<Side, number | null> }

type Deps = {
  guard: Guard
  clients: PortalClients
  /** Where a ticket's item and a message's files are to be found. */
  db: {
    portals: { find(memberId: string): Promise<{ place: Place | null } | undefined> }
    messages: {
      find(id: string): Promise<{ side: Side; files: { id: number; name: string }[] } | undefined>
    }
  }
}

/**
 * Fetches what has to be carried to the other portal. A file that its portal does not give goes
 * over as a note that says so, so that it holds nothing up and nobody misses it unawares.
 */
export function createFiles({ guard, clients, db }: Deps) {
  return {
    /** Files of the item on one side, but for those that are known. */
    async ofItem(
      { memberIds, itemIds }: Subject,
      side: Side,
      known: readonly number[],
    ): Promise<ItemFiles> {
      const place = (await db.portals.find(memberIds[side]))?.place
      const itemId = itemIds[side]
      if (!place || itemId === null) return { ids: [], contents: [] }
      const client = await clients.forPortal(memberIds[side])
      const item = await client.run(getItem(place, itemId))
      const files = item.files.filter((file) => !known.includes(file.id))
      const contents = await all(files, (file) => downloadFile(guard, client.origin, file.url))
      return { ids: files.map((file) => file.id), contents }
    },

    /** Files that came with a message. */
    async ofMessage({ memberIds }: Subject, messageId: string): Promise<FileContent[]> {
      const message = await db.messages.find(messageId)
      if (!message || message.files.length === 0) return []
      const client = await clients.forPortal(memberIds[message.side])
      return all(message.files, (file) => downloadDiskFile(guard, client, file.id))
    },
  }
}

/** A file of a comment, by its id on the portal's disk. */
async function downloadDiskFile(guard: Guard, client: PortalClient, id: number) {
  const { name, url } = await client.run(findDiskFile(id))
  return { ...(await downloadFile(guard, client.origin, url)), name }
}

const diskFileSchema = z.object({ NAME: z.string(), DOWNLOAD_URL: z.url() })

function findDiskFile(id: number): Command<{ name: string; url: string }> {
  return {
    method: 'disk.file.get',
    params: { id },
    read: (result) => {
      const { NAME, DOWNLOAD_URL } = diskFileSchema.parse(result)
      return { name: NAME, url: DOWNLOAD_URL }
    },
  }
}

type Known = { id: number; name?: string }

async function all<File extends Known>(
  files: readonly File[],
  download: (file: File) => Promise<Downloaded>,
): Promise<FileContent[]> {
  const contents: FileContent[] = []
  for (const file of files) contents.push(await one(file, () => download(file)))
  return contents
}

async function one(file: Known, download: () => Promise<Downloaded>): Promise<FileContent> {
  try {
    const { name, bytes } = await download()
    return {
      name: cleanFileName(file.name ?? name ?? `file-${file.id}`),
      base64: bytes.toString('base64'),
    }
  } catch (error) {
    if (!(error instanceof BitrixError) || error.retry !== 'never') throw error
    return noteOf(cleanFileName(file.name ?? `file-${file.id}`), error)
  }
}

function noteOf(name: string, error: BitrixError): FileContent {
  const text = `Файл «${name}» не удалось перенести с другого портала: ${error.message}\n`
  return { name: `${name}.txt`, base64: Buffer.from(text).toString('base64') }
}
