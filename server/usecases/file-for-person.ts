import type { Filing, FilingRight } from '../../shared/api/filing.ts'
import { valuesOfForm } from '../../shared/ticket/form.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { BitrixError } from '../bitrix/errors.ts'
import type { findItemsByXmlId, importItem } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { missingRightText } from './registration-texts.ts'

type Deps = {
  db: Database
  clients: PortalClients
  commands: { importItem: typeof importItem; findItemsByXmlId: typeof findItemsByXmlId }
  filingRight: (memberId: string, userId: number) => Promise<FilingRight>
  asBitrixError: (error: unknown) => BitrixError | undefined
  takeHint: (memberId: string, itemId: number) => Promise<void>
  lock: KeyedLock
  clock: Clock
  wake: () => void
}

/** A user of a portal, as the session proves. */
type Filer = { memberId: string; userId: number; name: string }

/** Not urgent: the ticket itself is on its way. */
const upkeepUrgency = 4

/**
 * Files with the service token for a person whom the portal does not let make items; the item says
 * that the person made it, so that it is registered like any other. The administrator is told once
 * which right is missing.
 *
 * @returns the item's id, the same for the same filing however often it is sent
 * @throws AppError 'forbidden' for somebody who may not file; 'portalRefused', 'portalUnavailable'
 */
export function createFileForPerson(deps: Deps) {
  const { db, lock } = deps

  return async function fileForPerson(filer: Filer, filing: Filing): Promise<number> {
    const { memberId } = filer
    const { refusal } = await deps.filingRight(memberId, filer.userId)
    if (refusal !== null) throw new AppError('forbidden', `This person may not file: ${refusal}`)
    const itemId = await lock.run(`${memberId}:${filing.filingId}`, () => fileOnce(filer, filing))
    await tellAdministrator(filer)
    await deps.takeHint(memberId, itemId)
    return itemId
  }

  async function fileOnce({ memberId, userId }: Filer, { filingId, form }: Filing) {
    const place = (await db.portals.find(memberId))?.place
    if (!place) throw new AppError('conflict', 'The portal has not been set up')
    try {
      const client = await deps.clients.forPortal(memberId)
      const [known] = await client.run(deps.commands.findItemsByXmlId(place, filingId))
      if (known) return known.id
      const { title } = form
      const item = { title, xmlId: filingId, createdById: userId, values: valuesOfForm(form) }
      return await client.run(deps.commands.importItem(place, item))
    } catch (error) {
      const known = deps.asBitrixError(error)
      if (!known) throw error
      const code = known.retry === 'never' ? 'portalRefused' : 'portalUnavailable'
      throw new AppError(code, known.message, { cause: known })
    }
  }

  /** The service token is that of an administrator. */
  async function tellAdministrator({ memberId, userId, name }: Filer): Promise<void> {
    const tokens = await db.tokens.read(memberId)
    if (!tokens) return
    const text = missingRightText(name)
    const effect = { kind: 'notify', side: 'customer', userId: tokens.userId, text } as const
    const key = `portal:${memberId}:crm-right:${String(userId)}`
    await db.outbox.add([{ memberId, ticketId: '', key, effect }], upkeepUrgency, deps.clock.now())
    deps.wake()
  }
}
