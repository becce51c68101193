import type { Filing, FilingRight } from '../../shared/api/filing.ts'
import { valuesOfForm } from '../../shared/ticket/form.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { BitrixError } from '../bitrix/errors.ts'
import type { findItemsByXmlId, importItem } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { missingRightText } from './texts.ts'

type Deps = {
  db: Database
  clients: PortalClients
  commands: {
    importItem: typeof importItem
    findItemsByXmlId: typeof findItemsByXmlId
  }
  filingRight: (memberId: string, userId: number) => Promise<FilingRight>
  asBitrixError: (error: unknown) => BitrixError | undefined
  takeHint: (memberId: string, itemId: number) => Promise<void>
  lock: KeyedLock
  clock: Clock
  wake: () => void
}

type Filer = { memberId: string; userId: number; name: string }

/** Not urgent: the ticket itself is on its way. */
const upkeepUrgency = 4

/**
 * Files with the service token for a person whom the portal does not let make items; the item says
 * that the person made it, so that it is registered like any other. The administrator is told once
 * which right is missing.
 *
 * @throws AppError 'forbidden' for somebody who may not file; 'portalRefused', 'portalUnavailable'
 */
export function createFileForPerson(deps: Deps) {
  const { db, lock } = deps

  return async function fileForPerson(filer: Filer, filing: Filing): Promise<number> {
    const { refusal } = await deps.filingRight(filer.memberId, filer.userId)
    if (refusal !== null) throw new AppError('forbidden', `This person may not file: ${refusal}`)
    const portal = await db.portals.find(filer.memberId)
    const place = portal?.place
    if (!place) throw new AppError('conflict', 'The portal has not been set up')
    const itemId = await lock.run(`${filer.memberId}:${filing.filingId}`, () =>
      fileOnce(filer, filing, place).catch(asAppError),
    )
    await tellAdministrator(filer)
    await deps.takeHint(filer.memberId, itemId)
    return itemId
  }

  async function fileOnce(
    { memberId, userId }: Filer,
    { filingId, form }: Filing,
    place: NonNullable<Awaited<ReturnType<typeof db.portals.find>>>['place'] & object,
  ): Promise<number> {
    const client = await deps.clients.forPortal(memberId)
    const [known] = await client.run(deps.commands.findItemsByXmlId(place, filingId))
    if (known) return known.id
    const values = valuesOfForm(form)
    const item = { title: form.title, xmlId: filingId, createdBy: userId, values }
    return client.run(deps.commands.importItem(place, item))
  }

  function asAppError(error: unknown): never {
    const known = deps.asBitrixError(error)
    if (!known) throw error
    const code = known.retry === 'never' ? 'portalRefused' : 'portalUnavailable'
    throw new AppError(code, known.message, { cause: known })
  }

  /** The service token is that of an administrator. */
  async function tellAdministrator({ memberId, userId, name }: Filer): Promise<void> {
    const tokens = await db.tokens.read(memberId)
    if (!tokens) return
    const effect = {
      kind: 'notify',
      side: 'customer',
      userId: tokens.userId,
      text: missingRightText(name),
    } as const
    const key = `portal:${memberId}:crm-right:${String(userId)}`
    await db.outbox.add([{ memberId, ticketId: '', key, effect }], upkeepUrgency, deps.clock.now())
    deps.wake()
  }
}
