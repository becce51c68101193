import type { AttachmentStream, Headers, MessageText } from 'mailparser'
import { cleanFileName } from '../../shared/ticket/file-name.ts'

/** What of a mail is kept; the rest is read past. */
export type MailLimits = { files: number; fileBytes: number; allBytes: number; parts: number }

export type MailFile = { name: string; type: string; bytes: Buffer }

export type MailParts = {
  /** Undefined when not even a head could be read. */
  headers: Headers | undefined
  /** As they came, names in small letters. */
  lines: Map<string, string[]>
  text: string
  html: string
  files: MailFile[]
  /** Names of files that were too many or too large. */
  leftOut: string[]
  /** False when the mail breaks off or is built so that no parser reads it to its end. */
  isWhole: boolean
}

const maxHeadSize = 256 * 1024

/** Takes a mail apart. Never fails: of a mail that cannot be read on, what came before is kept. */
export async function parseParts(
  chunks: readonly Buffer[],
  limits: MailLimits,
): Promise<MailParts> {
  const { MailParser } = await import('mailparser')
  const parser = new MailParser({
    ...{ skipTextToHtml: true, skipHtmlToText: true, skipTextLinks: true, skipImageLinks: true },
    ...{ checksumAlgo: false, ignoreEmbedded: true, keepDeliveryStatus: true },
    ...{ maxHeadSize, maxChildNodes: limits.parts },
  })
  const parts: MailParts = {
    ...{ headers: undefined, lines: new Map(), text: '', html: '' },
    ...{ files: [], leftOut: [], isWhole: true },
  }
  parser.on('headers', (headers) => {
    parts.headers = headers
  })
  parser.on('headerLines', (lines) => {
    for (const { key, line } of lines) {
      const value = line.slice(line.indexOf(':') + 1).trim()
      parts.lines.set(key, [...(parts.lines.get(key) ?? []), value])
    }
  })
  const take = fileTaker(parts, limits)
  parser.on('data', (data: AttachmentStream | MessageText) => {
    if (data.type === 'attachment') take(data)
    else Object.assign(parts, { text: textOf(data.text), html: textOf(data.html) })
  })
  const over = new Promise<void>((resolve) => {
    parser.once('end', resolve)
    // Stays, because a parser that has failed may do so again.
    parser.on('error', () => {
      parts.isWhole = false
      resolve()
    })
  })
  for (const chunk of chunks) parser.write(chunk)
  parser.end()
  await over
  return parts
}

const textOf = (text: unknown) => (typeof text === 'string' ? text : '')

function fileTaker(parts: MailParts, limits: MailLimits) {
  let room = limits.allBytes
  return (file: AttachmentStream) => {
    const name = cleanFileName(file.filename ?? nameFor(file.contentType))
    let chunks: Buffer[] | undefined = parts.files.length < limits.files ? [] : undefined
    let size = 0
    file.content.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > Math.min(limits.fileBytes, room)) chunks = undefined
      chunks?.push(chunk)
    })
    file.content.on('end', () => {
      if (chunks) {
        room -= size
        parts.files.push({ name, type: typeOf(file.contentType), bytes: Buffer.concat(chunks) })
      } else parts.leftOut.push(name)
      file.release?.()
    })
  }
}

const typeOf = (type: string | false | undefined) =>
  typeof type === 'string' && /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(type)
    ? type.toLowerCase()
    : 'application/octet-stream'

function nameFor(type: string | false | undefined): string {
  const [kind, form = ''] = typeOf(type).split('/')
  if (form === 'rfc822') return 'mail.eml'
  return kind === 'image' && /^[a-z]+$/.test(form) ? `image.${form}` : 'file'
}
