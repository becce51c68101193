import type { Side } from '../../shared/sla/history.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Command, PortalClient } from '../bitrix/client.ts'
import type { Portal, ReadyPortal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'

/**
 * How one effect is carried out: a command for the portal and what to keep of its answer.
 * 'done' needs no call; 'notYet' waits for something that has to be delivered before.
 */
export type Delivery = Sending | 'done' | 'notYet'

type Sending = Refusal & {
  command: Command<unknown>
  /**
   * Keeps what the answer says. That the effect is done is kept after it, where not in one transaction
   * with it.
   */
  settle?: (value: unknown) => Promise<unknown>
}

type Refusal = {
  /** There was no answer of success; without `mayHaveHappened` it surely did not happen. */
  onFailure?: (mayHaveHappened: boolean) => Promise<unknown>
  /** Asked when the portal refuses for good: whether there is nothing left to be done. */
  isMoot?: () => Promise<boolean>
  /** Nobody has to see to it when the portal refuses it for good. */
  isOptional?: true
}

/** The portal of some effects. */
export type Recipient = { client: PortalClient; portal: Portal | undefined }

/** The ticket and the portal that an effect is for. */
export type Target = { ticket: Ticket; portal: ReadyPortal; client: PortalClient; side: Side }

/** The item was deleted when the ticket was over, or the ticket was closed with it. */
export const staysAway = (ticket: Ticket, side: Side): boolean =>
  ticket.sides[side].goneUpTo !== null && isOver(ticket.stage)

export function deliveryOf<T>(
  command: Command<T>,
  settle: (value: T) => Promise<unknown>,
  refusal: Refusal = {},
): Sending {
  return { command, settle: (value) => settle(value as T), ...refusal }
}
