import type { HeadLines } from './mail-kind.ts'

export type Bounce = {
  /** In small letters. */
  recipient: string | null
  /** The recipient's server will not take it: nothing more is tried. */
  isFinal: boolean
  /** '5.1.1 User unknown', as the server says it. */
  reason: string
  /** Of our mail. */
  messageId: string | null
}

type Report = { lines: HeadLines; text: string; parts: readonly { type: string; bytes: Buffer }[] }

const maxPart = 64 * 1024
const longestReason = 300

/** Whom a mail of ours has not reached, from a report (RFC 3464) or from what a server says in words. */
export function readBounce({ lines, text, parts }: Report): Bounce {
  const status = wordsOf(parts, /^message\/(global-)?delivery-status$/)
  const said = status === '' ? text.slice(0, maxPart) : status
  const head = wordsOf(parts, /^(message\/(global|rfc822)|text\/rfc822-headers)/)
  const code = fieldIn(said, 'Status') ?? /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(said)?.[0] ?? ''
  const reason = fieldIn(said, 'Diagnostic-Code') ?? code
  return {
    recipient: addressIn(recipientIn(said, lines)),
    isFinal: fieldIn(said, 'Action')?.toLowerCase() === 'failed' || code.startsWith('5'),
    reason: reason.slice(0, longestReason),
    messageId: messageIdIn(head === '' ? said : head),
  }
}

const wordsOf = (parts: Report['parts'], pattern: RegExp) =>
  parts
    .filter(({ type }) => pattern.test(type))
    .map(({ bytes }) => bytes.subarray(0, maxPart).toString('latin1'))
    .join('\n')

/** Fields may name what kind of value they have: 'rfc822; a@b'. */
const fieldIn = (said: string, name: string) =>
  new RegExp(`^${name}:\\s*(?:[a-z0-9-]+\\s*;\\s*)?(.+)$`, 'im').exec(said)?.[1]?.trim()

const recipientIn = (said: string, lines: HeadLines) =>
  fieldIn(said, 'Final-Recipient') ??
  fieldIn(said, 'Original-Recipient') ??
  lines.get('x-failed-recipients')?.[0] ??
  said

const addressIn = (text: string) =>
  /[^\s<>@"',;:]+@[^\s<>@"',;:]+/.exec(text)?.[0].toLowerCase() ?? null

const messageIdIn = (head: string) => /^message-id:\s*(<[^<>\s]{1,250}>)/im.exec(head)?.[1] ?? null
