import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../server/config.ts'

const complete = {
  PUBLIC_URL: 'https://sla.example.com/',
  B24_CLIENT_ID: 'app.1',
  B24_CLIENT_SECRET: 'secret',
  DATABASE_FILE: '/var/lib/sla/sla.db',
  TOKEN_KEYS: `k1:${Buffer.alloc(32, 'k').toString('base64')}`,
  SESSION_SECRET: 'x'.repeat(32),
}

describe('configuration', () => {
  it('when nothing is said of OAuth hosts, then the vendor’s three are trusted', () => {
    expect(parseConfig(complete).bitrix.oauthHosts).toEqual([
      'https://oauth.bitrix.info',
      'https://oauth.bitrix24.tech',
      'https://oauth.bitrix24.info',
    ])
  })

  it('cuts the slash off the public address', () => {
    expect(parseConfig(complete).publicUrl).toBe('https://sla.example.com')
  })

  it('names every fault at once and has no default secrets', () => {
    expect(() => parseConfig({ PORT: 'x' })).toThrow(
      /(?=[\s\S]*PORT)(?=[\s\S]*PUBLIC_URL)(?=[\s\S]*DATABASE_URL)(?=[\s\S]*B24_CLIENT_SECRET)(?=[\s\S]*TOKEN_KEYS)(?=[\s\S]*SESSION_SECRET)/,
    )
  })

  it('takes a file or a PostgreSQL, and insists on one of them', () => {
    const { DATABASE_FILE, ...none } = complete
    const url = 'postgres://desk:secret@db.example.com/desk'
    expect(parseConfig(complete).database).toEqual({ file: DATABASE_FILE })
    expect(parseConfig({ ...none, DATABASE_URL: url }).database).toEqual({ url })
    expect(() => parseConfig(none)).toThrow(/either DATABASE_FILE.*or DATABASE_URL/)
    expect(() => parseConfig({ ...complete, DATABASE_URL: url })).toThrow(/either/)
    expect(() => parseConfig({ ...none, DATABASE_URL: 'mysql://db/desk' })).toThrow(/postgres:/)
  })

  it.each(['', 'k1', 'k1:c2hvcnQ=', ':AAAA'])('refuses TOKEN_KEYS %o', (keys) => {
    expect(() => parseConfig({ ...complete, TOKEN_KEYS: keys })).toThrow(/TOKEN_KEYS/)
  })

  it('takes mail in where it is told how, and says what is missing', () => {
    expect(parseConfig(complete).incomingMail).toBeNull()
    const doors = { MAIL_SMTP_PORT: '2525', MAIL_IMAP_URL: 'imaps://desk:x@mail.example/INBOX' }
    expect(() => parseConfig({ ...complete, ...doors })).toThrow('MAIL_ADDRESS')
    const mail = { ...complete, ...doors, MAIL_ADDRESS: 'Support@desk.example' }
    expect(parseConfig(mail).incomingMail).toEqual({
      address: 'support@desk.example',
      maxBytes: 25 * 1024 * 1024,
      smtp: { port: 2525, host: '127.0.0.1', tls: null },
      imap: { url: doors.MAIL_IMAP_URL, authservId: '' },
    })
    expect(() => parseConfig({ ...mail, MAIL_SMTP_CERT: 'a.pem' })).toThrow('MAIL_SMTP_KEY')
  })

  it('sends mail only where both the relay and the sender are given', () => {
    expect(parseConfig(complete).mail).toBeNull()
    const smtp = { SMTP_URL: 'smtp://relay.example:25', MAIL_FROM: 'Поддержка <desk@sla.example>' }
    expect(parseConfig({ ...complete, ...smtp }).mail).toEqual({
      smtpUrl: smtp.SMTP_URL,
      from: smtp.MAIL_FROM,
    })
    expect(() => parseConfig({ ...complete, SMTP_URL: smtp.SMTP_URL })).toThrow('MAIL_FROM')
    expect(() => parseConfig({ ...complete, ...smtp, MAIL_FROM: 'desk' })).toThrow('MAIL_FROM')
  })

  it('names who runs the server with an address, or not at all', () => {
    expect(parseConfig(complete).operator).toBeNull()
    const operator = { OPERATOR_NAME: ' ООО «Клён» ', OPERATOR_EMAIL: 'data@klyon.example' }
    expect(parseConfig({ ...complete, ...operator }).operator).toEqual({
      name: 'ООО «Клён»',
      email: 'data@klyon.example',
    })
    const { OPERATOR_NAME } = operator
    expect(() => parseConfig({ ...complete, OPERATOR_NAME })).toThrow('OPERATOR_EMAIL')
  })
})
