import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../server/db/database.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { type Bridge, itemOf, messagesOf, ticketsOf } from '../support/open-bridge.ts'
import { desk, type MailBridge, openMailBridge } from '../support/open-mail-bridge.ts'
import { customerSignature, sendMail } from '../support/send-mail.ts'
import type { Visitor } from '../support/visit.ts'

const from = 'lebedeva@romashka.example'
const minuteMs = 60_000
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const log = 'Строка журнала: 502'

/** The picture comes first; a name is no path. */
const names = ['снимок.png', '_журнал.txt']

/** A file on the desk, and a picture that stands in the text. */
const withFiles = (words: string): SendMailOptions => ({
  html: `<p>${words}</p><img src="cid:shot@romashka.example">`,
  attachments: [
    { filename: '../журнал.txt', content: log },
    { filename: 'снимок.png', content: png, cid: 'shot@romashka.example' },
  ],
})

describe('files that come by mail', () => {
  let folder: string
  let mail: MailBridge
  let bridge: Bridge

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mail-files-'))
    mail = await openMailBridge({ databaseFile: join(folder, 'sla.db') })
    bridge = mail.bridge
  }, 60_000)
  afterEach(async () => {
    await mail.stop()
    rmSync(folder, { recursive: true })
  })

  const send = async (message: SendMailOptions) => {
    const signed = { from, to: desk, dkim: customerSignature, ...message }
    await sendMail(bridge.world.smtpPort, signed)
    await bridge.world.settle()
  }
  const file = () => send({ subject: 'Критичность 1', ...withFiles('Портал не открывается!') })
  const answer = async () => {
    const address = mail.server.mails.at(-1)?.replyTo?.value[0]?.address ?? ''
    await send({ to: address, subject: 'Re', ...withFiles('Вот журнал и снимок.') })
  }
  const itemIdOf = async (person: Visitor) => (await ticketsOf(person))[0]?.itemId ?? 0
  const both = () => [bridge.customer, bridge.partner]

  /** Bytes of the files of the ticket's item, as the person's portal gives them. */
  async function filesOf(person: Visitor): Promise<Buffer[]> {
    const item = await itemOf(person, await itemIdOf(person))
    const field = person.session.portal.place?.fields.files ?? ''
    const files = z.array(z.object({ urlMachine: z.url() })).parse(item[field])
    return Promise.all(
      files.map(async ({ urlMachine }) =>
        Buffer.from(await (await fetch(urlMachine)).arrayBuffer()),
      ),
    )
  }

  /** Names of the files in the comment with these words. */
  async function namesInComment(person: Visitor, words: string): Promise<string[]> {
    const entityTypeId = String(person.session.portal.place?.entityTypeId)
    const rows = await person.call('crm.timeline.comment.list', {
      filter: { ENTITY_TYPE: `dynamic_${entityTypeId}`, ENTITY_ID: await itemIdOf(person) },
      select: ['ID', 'COMMENT', 'FILES'],
    })
    const comments = z
      .array(z.object({ COMMENT: z.string(), FILES: z.unknown() }))
      .parse(rows)
      .filter(({ COMMENT }) => COMMENT.includes(words))
    expect(comments).toHaveLength(1)
    const files = z.record(z.string(), z.object({ name: z.string() })).parse(comments[0]?.FILES)
    return Object.values(files).map(({ name }) => name)
  }

  /** Names of the files that still lie with us. */
  async function kept(): Promise<string[]> {
    const { database, tokenKeys } = bridge.world.config
    await bridge.world.app.jobs.tidyOutside()
    const db = await openDatabase(database, createSecretBox(tokenKeys))
    const [ticket] = await ticketsOf(bridge.partner)
    const id = ticket?.id ?? ''
    const posts = [id, ...(await db.messages.listOf(id)).map(({ postId }) => postId ?? '')]
    const files = await Promise.all(posts.map((post) => db.outside.fileNames(post)))
    await db.close()
    return files.flat().map(({ name }) => name)
  }

  it('come with the ticket into the items of both portals, byte for byte', async () => {
    await file()
    for (const person of both()) expect(await filesOf(person)).toEqual([png, Buffer.from(log)])
  })

  it('come with an answer into the comments of both portals', async () => {
    await file()
    await answer()
    for (const person of both()) {
      expect(await namesInComment(person, 'Вот журнал и снимок.')).toEqual(names)
      const [message] = await messagesOf(person, await itemIdOf(person))
      expect(message?.fileNames).toEqual(names)
    }
  })

  it('lie with us only as long as a portal has not got them', async () => {
    bridge.world.customer.faults.add({ fault: 'portalDown', times: 0 })
    await file()
    await answer()
    expect(await kept()).toEqual([...names, ...names])
    bridge.world.customer.faults.clear()
    bridge.world.clock.advance(20 * minuteMs)
    await bridge.world.settle()
    bridge.world.clock.advance(minuteMs)
    await bridge.world.settle()
    expect(await kept()).toEqual([])
    for (const person of both()) {
      expect(await filesOf(person)).toHaveLength(2)
      expect(await namesInComment(person, 'Вот журнал и снимок.')).toHaveLength(2)
    }
  })
})
