import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { sendFile } from '../../../../server/http/document-routes.ts'
import { renderStatement } from '../../../../server/documents/render.ts'
import { readPdf, withoutBlanks } from '../../../support/read-pdf.ts'
import { state, ticket, work } from '../../shared/billing/statement-kit.ts'

const nasty =
  '../x"; filename="y.exe\r\nSet-Cookie: a=b <img src=x onerror=evil()> https://evil.example'

/** A month of a customer who means no good. */
async function make(document: 'statement.pdf' | 'act.pdf' | 'entries.csv') {
  const entries = [work('e', '2026-11-25T10:00', '2026-11-25T10:37')]
  const statement = state('2026-11', [ticket({ title: nasty, entries })])
  const party = { name: nasty, requisites: nasty }
  const parties = { partner: party, customer: party }
  const data = { statement, state: 'closed', hash: 'a'.repeat(64), parties } as const
  return renderStatement(data, { document, locale: 'ru' })
}

describe('a document about texts of ill will', () => {
  it.each(['statement.pdf', 'act.pdf'] as const)(
    '%s has them as text, and nothing that could be pressed or run',
    async (document) => {
      const { bytes } = await make(document)
      expect(readPdf(bytes).join('')).toContain(withoutBlanks('onerror=evil()'))
      const objects = bytes.toString('latin1')
      expect(objects).not.toMatch(/\/(URI|JavaScript|OpenAction|Launch|EmbeddedFile|SubmitForm)\b/)
    },
  )

  it('goes under a name that adds no header, no folder and no other name', async () => {
    const file = await make('entries.csv')
    expect(file.name).toMatch(/^[^\\/:*?"<>|\r\n]+\.csv$/)
    const server = express()
      .get('/', (_request, response) => {
        sendFile(response, file)
      })
      .listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { headers } = await fetch(`http://127.0.0.1:${String(port)}/`)
    server.close()
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"]+\.csv"; filename\*=UTF-8''[\w%.()~-]+\.csv$/,
    )
  })
})
