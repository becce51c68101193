import { guessCyrillic } from './guess-cyrillic.ts'

const latin1 = 'latin1'

/** The mail as chunks; a head in a charset that it cannot name is written anew in UTF-8. */
export function withReadableHead(raw: Buffer): Buffer[] {
  const end = endOfHead(raw)
  const head = raw.subarray(0, end)
  const readable = guessCyrillic(head)
  return [Buffer.from(readable), raw.subarray(end)]
}

/** More of a head is not read. */
const maxHead = 256 * 1024

function endOfHead(raw: Buffer): number {
  const ends = [raw.indexOf('\r\n\r\n'), raw.indexOf('\n\n')].filter((at) => at !== -1)
  return Math.min(raw.length, maxHead, ...ends)
}

/**
 * Texts whose charset is not said or said wrongly, declared as one in which each byte is a letter of
 * its own: so the parser loses none, and `fromByteLetters` finds what they are.
 */
export function withByteLetters(chunks: readonly Buffer[]): Buffer[] {
  const all = Buffer.concat(chunks).toString(latin1)
  const declared = all.replace(/^content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim, (header) => {
    const type = /text\/(?:plain|html)/i.exec(header)?.[0]
    return type !== undefined && isGuess(header) ? `Content-Type: ${type}; ${byteLetters}` : header
  })
  const head = declared.slice(0, endOfHead(Buffer.from(declared.slice(0, maxHead), latin1)))
  const hasType = /^content-type:/im.test(head)
  return [
    Buffer.from(
      hasType ? declared : `Content-Type: text/plain; ${byteLetters}\r\n${declared}`,
      latin1,
    ),
  ]
}

const byteLetters = 'charset=iso-8859-1'

function isGuess(header: string): boolean {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(header)?.[1]?.toLowerCase()
  return (
    charset === undefined || /^(us-ascii|ascii|utf-?8|unknown.*|x-unknown|default)$/.test(charset)
  )
}

/** Undoes `withByteLetters` in what the parser has made of it. */
export const fromByteLetters = (text: string): string =>
  text.replace(/[^\u0100-\uffff]+/g, (run) => guessCyrillic(Buffer.from(run, latin1)))
