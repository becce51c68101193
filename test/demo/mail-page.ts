import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { startMailServer } from '../support/mail-server.ts'

export type MailPage = { smtpUrl: string; url: string; stop: () => Promise<void> }

/**
 * The demo's mail server and a page that shows what was sent: nothing leaves this machine.
 *
 * @param folder where the mails are kept between runs
 */
export async function startMailPage(folder: string): Promise<MailPage> {
  mkdirSync(folder, { recursive: true })
  const mailServer = await startMailServer({
    onMail(raw) {
      const number = String(readdirSync(folder).length + 1).padStart(5, '0')
      writeFileSync(join(folder, `${number}.eml`), raw)
    },
  })
  const server = createServer((_request, response) => {
    void listPage(folder).then((html) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    smtpUrl: mailServer.url,
    url: `http://127.0.0.1:${String(port)}/`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await mailServer.stop()
    },
  }
}

const mostShown = 100

async function listPage(folder: string): Promise<string> {
  const names = existsSync(folder) ? readdirSync(folder).toSorted().reverse() : []
  const mails = await Promise.all(
    names.slice(0, mostShown).map(async (name) => mailView(readFileSync(join(folder, name)))),
  )
  const list = mails.join('') || '<p>Писем пока нет.</p>'
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5"><title>Отправленные письма</title><style>body{font:16px/1.5 sans-serif;max-width:44rem;margin:1rem auto;padding:0 1rem}article{border:1px solid #ccd3da;border-radius:8px;padding:.75rem 1rem;margin:.75rem 0}h2{font-size:1rem;margin:0}p{margin:.25rem 0;color:#525c69}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.5rem 0 0}</style><h1>Отправленные письма</h1>${list}</html>`
}

async function mailView(raw: Buffer): Promise<string> {
  const mail = await simpleParser(raw)
  const to = [mail.to ?? []].flat().map((address) => address.text)
  const text = escape(mail.text ?? '').replace(
    /https?:\/\/[^\s<>"]+/g,
    (url) => `<a href="${url}">${url}</a>`,
  )
  const at = mail.date?.toLocaleString('ru') ?? ''
  return `<article><h2>${escape(mail.subject ?? '')}</h2><p>${escape(to.join(', '))} · ${at}</p><pre>${text}</pre></article>`
}

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (char) => `&#${String(char.codePointAt(0))};`)
