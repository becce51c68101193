import type { ConfirmedMail, HeldMail } from '../../shared/api/confirm-mail.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import type { LetInMail } from './let-in-mail.ts'
import { tellOfMail } from './mail-notices.ts'

type Deps = {
  db: Database
  clock: Clock
  hashOf: (token: string) => string
  letIn: LetInMail
  /** Takes away what a portal would make more of than words. */
  toSafeText: (text: string) => string
  /** Somebody is to be told. */
  wake: () => void
}

const shownText = 500

/** What the author of a held mail sees and does on the page behind his one-time link. */
export function createConfirmMail({ db, clock, hashOf, letIn, toSafeText, wake }: Deps) {
  return {
    /** Leaves the link as it is: programs that look into mails open it as well. @returns null for one that does not hold */
    async look(token: string): Promise<HeldMail | null> {
      const mail = await db.mailProofs.find(hashOf(token), clock.now())
      if (!mail?.summary) return null
      const { subject, text, files } = mail.summary
      return { receivedAt: mail.receivedAt, subject, text: text.slice(0, shownText), files }
    },

    /** The mail is his whose address it names: whatever he may do by mail, it does now. @returns null as above */
    async confirm(token: string): Promise<ConfirmedMail | null> {
      const tokenHash = hashOf(token)
      const mail = await db.mailProofs.find(tokenHash, clock.now())
      if (!mail) return null
      // Doing it twice makes one ticket; using up the link before might make none.
      const come = await letIn(mail)
      const isNews = await db.transaction(async (stores) => {
        const now = clock.now()
        if (!(await stores.mailProofs.use(tokenHash, now))) return false
        if (!come) return true
        await stores.rawMails.settle(mail.id, come.fate)
        const summary = safeWordsOf(mail)
        await tellOfMail(stores, { mail, summary, place: come.place, isAccepted: true }, now)
        return true
      })
      wake()
      return isNews ? { result: resultOf(come) } : null
    },
  }

  function safeWordsOf({ summary }: RawMail) {
    if (!summary) throw new Error('A mail that has been read says what stands in it')
    return { ...summary, subject: toSafeText(summary.subject), text: toSafeText(summary.text) }
  }
}

export type ConfirmMail = ReturnType<typeof createConfirmMail>

function resultOf(come: Awaited<ReturnType<LetInMail>>): ConfirmedMail['result'] {
  if (!come) return 'unlisted'
  if (come.place.ticket) return 'message'
  return come.fate.ticketId == null ? 'draft' : 'ticket'
}
