import type { TicketValues } from '../db/side-state.ts'

/** Whom a ticket names as its contact (§6), as `contactPerson` looks for him. */
export const contactOf = ({ contactName, contactEmail, contactPhone }: TicketValues) => ({
  name: String(contactName ?? ''),
  email: String(contactEmail ?? ''),
  phone: String(contactPhone ?? ''),
})
