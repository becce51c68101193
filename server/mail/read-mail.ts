import { cutQuotes } from '../../shared/mail-text/cut-quotes.ts'
import { maxFileBytes, maxFiles, maxFilesBytes } from '../../shared/ticket/form.ts'
import { type HeadLines, type MailKind, mailKind } from './mail-kind.ts'
import { type MailFile, type MailLimits, type MailParts, parseParts } from './parse-parts.ts'
import { type Bounce, readBounce } from './read-bounce.ts'
import { fromByteLetters, withByteLetters, withReadableHead } from './readable-bytes.ts'
import { textOfHtml } from './text-of-html.ts'

/** Everything that the rest of the program knows of a mail; bounded, whatever came. */
export type ReadMail = {
  kind: MailKind
  /** The one author; null when there is none, or several. In small letters. */
  from: { address: string; name: string } | null
  /** All addresses to which it went, in small letters. */
  to: string[]
  subject: string
  /** With brackets, as References name it. */
  messageId: string | null
  /** In-Reply-To and References, the nearest first. */
  references: string[]
  /** What the person has written, without history and signature. */
  text: string
  /** The text as it came. */
  original: string
  /** Authentication-Results, the topmost first. */
  results: string[]
  files: MailFile[]
  leftOut: string[]
  isWhole: boolean
  bounce: Bounce | null
}

type Options = {
  /** The return path of the envelope; null where it is not known. */
  returnPath: string | null
  isOwnAddress: (address: string) => boolean
}

const limits: MailLimits = {
  files: maxFiles,
  fileBytes: maxFileBytes,
  allBytes: maxFilesBytes,
  parts: 200,
}
const longestText = 100_000
const longestSubject = 250
const maxReferences = 50
const maxRecipients = 100

/** Reads the bytes of a mail. Never fails for what somebody has sent. */
export async function readMail(raw: Buffer, options: Options): Promise<ReadMail> {
  const parts = await readParts(raw)
  const from = authorOf(parts)
  const subject = subjectOf(parts)
  const kind = mailKind({ ...options, lines: parts.lines, from: from?.address ?? '', subject })
  const text = parts.text.trim() === '' ? textOfHtml(parts.html) : parts.text
  const original = readable(text.slice(0, 2 * longestText)).slice(0, longestText)
  return {
    ...{ kind, from, subject, original },
    to: recipientsOf(parts),
    messageId: idsIn(parts.lines, 'message-id')[0] ?? null,
    references: [
      ...idsIn(parts.lines, 'in-reply-to'),
      ...idsIn(parts.lines, 'references').reverse(),
    ].slice(0, maxReferences),
    text: cutQuotes(original).text,
    results: (parts.lines.get('authentication-results') ?? []).slice(0, 1),
    files: parts.files,
    leftOut: parts.leftOut.slice(0, limits.parts),
    isWhole: parts.isWhole,
    bounce: kind === 'bounce' ? readBounce({ lines: parts.lines, text, parts: parts.files }) : null,
  }
}

const isSpoilt = ({ text, html }: MailParts) => text.includes('\ufffd') || html.includes('\ufffd')

async function readParts(raw: Buffer): Promise<MailParts> {
  const chunks = withReadableHead(raw)
  const parts = await parseParts(chunks, limits)
  if (!isSpoilt(parts)) return parts
  const again = await parseParts(withByteLetters(chunks), limits)
  return { ...parts, text: fromByteLetters(again.text), html: fromByteLetters(again.html) }
}

/** Without what no message shows: control and direction marks, also a NUL, which SQL would not take. */
const readable = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{C}\n\t]/gu, '')

const oneLine = (text: string) => readable(text).replace(/\s+/g, ' ').trim()

function subjectOf({ headers }: MailParts): string {
  const subject = headers?.get('subject')
  return typeof subject === 'string' ? oneLine(subject).slice(0, longestSubject) : ''
}

function authorOf(parts: MailParts): ReadMail['from'] {
  const authors = addressesOf(parts, 'from')
  const [author] = authors
  return author && authors.length === 1 && parts.lines.get('from')?.length === 1 ? author : null
}

const recipientsOf = (parts: MailParts) => [
  ...new Set(
    ['to', 'cc', 'delivered-to', 'x-original-to']
      .flatMap((name) => addressesOf(parts, name))
      .slice(0, maxRecipients)
      .map(({ address }) => address),
  ),
]

const validAddress = /^[^\s<>@"(),:;]{1,64}@[^\s<>@"(),:;]{1,190}$/

function addressesOf({ headers, lines }: MailParts, name: string) {
  const header = headers?.get(name)
  const found = [header].flat().flatMap((one) => {
    if (typeof one !== 'object' || !('value' in one) || !Array.isArray(one.value)) return []
    return one.value.map(({ address, name: called }) => ({
      address: (address ?? '').toLowerCase(),
      name: oneLine(called).slice(0, 200),
    }))
  })
  const plain = found.length > 0 ? [] : (lines.get(name) ?? [])
  return [
    ...found,
    ...plain.map((line) => ({ address: line.replace(/[<>]/g, '').toLowerCase(), name: '' })),
  ].filter(({ address }) => validAddress.test(address))
}

const idsIn = (lines: HeadLines, name: string) =>
  (lines.get(name) ?? []).flatMap((line) => line.slice(0, 20_000).match(/<[^<>\s]{3,250}>/g) ?? [])
