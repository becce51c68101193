import type { Database } from '../db/database.ts'
import type { NewOutsideFile } from '../db/outside-store.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import type { ReadMail } from '../mail/read-mail.ts'

type Deps = {
  db: Pick<Database, 'rawMails'>
  read: (mail: RawMail & { raw: Buffer }) => Promise<ReadMail>
}

export const filesOf = ({ files }: ReadMail): NewOutsideFile[] =>
  files.map(({ name, bytes }) => ({ name, bytes }))

/** Files of a mail that came before; none when its bytes are kept no more. */
export function createFilesOfMail({ db, read }: Deps) {
  return async function filesOfMail(mailId: number): Promise<NewOutsideFile[]> {
    const mail = await db.rawMails.find(mailId)
    return mail?.raw ? filesOf(await read({ ...mail, raw: mail.raw })) : []
  }
}

export type FilesOfMail = ReturnType<typeof createFilesOfMail>
