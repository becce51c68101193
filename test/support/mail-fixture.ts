import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMail } from '../../server/mail/read-mail.ts'

export const mailFixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../fixtures/mail', `${name}.eml`))

/** As the desk at support@desk.example reads it. */
export const readAsDesk = (raw: Buffer) =>
  readMail(raw, {
    returnPath: null,
    isOwnAddress: (address) => /^support(\+[^@]*)?@desk\.example$/.test(address),
  })
