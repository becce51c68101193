import type { Instant } from '../../shared/time.ts'
import type { Stores } from '../db/database.ts'
import type { Bounce } from '../mail/read-bounce.ts'
import { tokenOfMessageId } from './mail-threads.ts'

/**
 * A mail of ours has come back for good: its reader gets no more until he writes himself. Who knows its
 * Message-ID has had the mail, so that nobody else can say so.
 */
export async function noteBounce(
  stores: Stores,
  { messageId, isFinal, reason }: Bounce,
  at: Instant,
): Promise<void> {
  const token = tokenOfMessageId(messageId)
  const mail = token === undefined || !isFinal ? undefined : await stores.mails.findByToken(token)
  if (!mail) return
  for (const { contractId, person } of await stores.addressBook.find(mail.to.toLowerCase())) {
    const contract = await stores.contracts.find(contractId)
    if (contract?.partnerMemberId !== mail.memberId) continue
    await stores.personMail.markBounced({ contractId, personId: person.id }, { at, reason })
  }
}
