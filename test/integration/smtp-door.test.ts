import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, it } from 'vitest'
import { createLog } from '../../server/log.ts'
import { createDeskAddress } from '../../server/mail/desk-address.ts'
import { createSmtpDoor, type ReceivedMail } from '../../server/mail/smtp-door.ts'
import { sendMail } from '../support/send-mail.ts'

const desk = createDeskAddress('support@desk.example')
const certificate = join(import.meta.dirname, '../../node_modules/hoodiecrow-imap/cert/server')
const mail = {
  from: 'lebedeva@romashka.example',
  to: 'support@desk.example',
  subject: 'Печать',
  text: 'Не печатает',
}

describe('the SMTP door', () => {
  let door: ReturnType<typeof createSmtpDoor> | undefined
  const stored: ReceivedMail[] = []

  afterEach(async () => {
    await door?.close()
    stored.length = 0
  })

  const open = (
    store = (one: ReceivedMail) => {
      stored.push(one)
      return Promise.resolve()
    },
    tls: { certFile: string; keyFile: string } | null = null,
  ) => {
    door = createSmtpDoor({
      config: { port: 0, host: '127.0.0.1', tls },
      maxBytes: 100_000,
      isOurs: desk.isOurs,
      store,
      log: createLog('silent'),
    })
    return door.open()
  }

  it('accepts a mail when it is stored, and hands on its envelope', async () => {
    let release: () => void = () => undefined
    const kept = new Promise<void>((resolve) => {
      release = resolve
    })
    let isStored = false
    const port = await open(async () => {
      await kept
      isStored = true
    })
    const sent = sendMail(port, mail).then((answer) => ({ ...answer, isStored }))
    release()
    expect(await sent).toMatchObject({ code: 250, isStored: true })
  })

  it('asks to come again when the mail cannot be stored', async () => {
    const port = await open(() => Promise.reject(new Error('disk full')))
    expect((await sendMail(port, mail)).code).toBe(451)
  })

  it.each([
    ['support@desk.example', 250],
    ['Support+t.abc@DESK.example', 250],
    ['director@desk.example', 550],
    ['support@other.example', 550],
    ['support+x@desk.example.other.example', 550],
    ['"support+x@desk.example"@other.example', 501],
  ])('for %s answers %i: nothing is passed on', async (to, code) => {
    const port = await open()
    expect((await sendMail(port, { ...mail, envelope: { from: mail.from, to } })).code).toBe(code)
    expect(stored).toHaveLength(code === 250 ? 1 : 0)
  })

  it('keeps the return path, which automatic mails have empty', async () => {
    const port = await open()
    await sendMail(port, { ...mail, envelope: { from: '', to: mail.to } })
    expect(stored).toMatchObject([{ returnPath: '', recipients: [mail.to] }])
  })

  it('refuses what is too large, before it is sent and when the size was not said', async () => {
    const port = await open()
    const large = { ...mail, text: 'x'.repeat(150_000) }
    expect((await sendMail(port, large)).code).toBe(552)
    const unsaid = Buffer.from(`Subject: x\r\n\r\n${'x'.repeat(150_000)}`)
    expect((await sendMail(port, { envelope: mail, raw: unsaid })).code).toBe(552)
    expect(stored).toEqual([])
  })

  it('speaks TLS when it has a certificate', async () => {
    const tls = { certFile: `${certificate}.crt`, keyFile: `${certificate}.key` }
    const port = await open(undefined, tls)
    const transport = createTransport({
      ...{ host: '127.0.0.1', port, secure: false, requireTLS: true },
      tls: { rejectUnauthorized: false },
    })
    await transport.sendMail(mail)
    transport.close()
    expect(stored).toHaveLength(1)
  })

  it('a body that pretends to hold a second mail stays one mail', async () => {
    const port = await open()
    const raw =
      'Subject: x\r\n\r\ntext\n.\nMAIL FROM:<a@b.example>\nRCPT TO:<support@desk.example>\n'
    await sendMail(port, { envelope: mail, raw })
    expect(stored).toHaveLength(1)
  })
})
