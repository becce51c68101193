/** Of the item in the partner's portal: who has it, and who made it, as far as that is known. */
type Held = { assignedById: number | null; createdBy?: number | null | undefined }

/**
 * Who has taken the ticket. The portal gives a new item to whoever makes it: as long as it stays with
 * us, nobody has. Pure.
 */
export function takerOf(seen: Held | null): number | null {
  if (!seen || seen.assignedById === seen.createdBy) return null
  return seen.assignedById
}
