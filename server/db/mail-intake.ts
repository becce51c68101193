import { createGroupCommit } from './group-commit.ts'
import type { Db } from './open-db.ts'
import { type NewRawMail, newRawMailRow, storeRawMails } from './raw-mails-store.ts'

export type MailIntake = {
  /** Resolves when the mail will outlive us. */
  take(mail: NewRawMail): Promise<void>
}

/** Mails are larger than signals. */
const maxRows = 8

/** Stores the mails of the SMTP door, several in one commit. */
export function createMailIntake(db: Db): MailIntake {
  const store = createGroupCommit(
    (rows: ReturnType<typeof newRawMailRow>[]) => storeRawMails(db, rows),
    maxRows,
  )
  return { take: (mail) => store(newRawMailRow(mail)) }
}
