import type { ParkedMail } from '../../shared/api/parked.ts'
import { refusalOf } from '../../shared/mail-text/refusal.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

type Deps = { db: Database; clock: Clock; wakeMails: () => void }

/** Mails to a partner's customers that a mail server has refused, and how they are taken up again. */
export function createKeepParkedMails({ db, clock, wakeMails }: Deps) {
  return {
    list,

    /** @throws AppError `notFound` for what is none of his, or goes already */
    async retry(memberId: string, id: number): Promise<ParkedMail[]> {
      if (!(await db.mails.retry(memberId, id, clock.now())))
        throw new AppError('notFound', 'There is no such mail')
      wakeMails()
      return list(memberId)
    },
  }

  async function list(memberId: string): Promise<ParkedMail[]> {
    const mails = await db.mails.listParked(memberId)
    return Promise.all(
      mails.map(async ({ id, ticketId, to, reader, subject, problem, createdAt }) => ({
        ...{ id, to, reader, subject, at: createdAt },
        number: ticketId === null ? null : ((await db.tickets.find(ticketId))?.number ?? null),
        why: refusalOf(problem),
        words: problem,
      })),
    )
  }
}

export type KeepParkedMails = ReturnType<typeof createKeepParkedMails>
