import { answerMarks } from './answer-mark.ts'

type Body = {
  locale: 'ru' | 'en'
  /** Who has written, and the like; empty where nothing has to be said before the words. */
  head: string
  text: string
  foot: string
  /** Whether somebody reads what is answered. */
  canAnswer: boolean
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one)

/** An address that stands on a line of its own. */
const link = /^https?:\/\/\S+$/gm

const lineOf = (text: string) =>
  escapeHtml(text)
    .replace(link, (url) => `<a href="${url}">${url}</a>`)
    .replace(/\n/g, '<br>')

/** A mail's words as plain text and as HTML without anything that a program would have to fetch. Pure. */
export function mailBody({ locale, head, text, foot, canAnswer }: Body): {
  text: string
  html: string
} {
  const mark = canAnswer ? `## ${answerMarks[locale]} ##` : ''
  const parts = [mark, head, text, foot].filter((part) => part !== '')
  const small = 'color:#666;font-size:13px'
  const html = [
    [mark, `<p style="${small}">${lineOf(mark)}</p>`],
    [head, `<p><b>${lineOf(head)}</b></p>`],
    [text, `<p>${lineOf(text)}</p>`],
    [foot, `<p style="${small};border-top:1px solid #ccc;padding-top:8px">${lineOf(foot)}</p>`],
  ] as const
  const lines = html.flatMap(([words, line]) => (words === '' ? [] : [line]))
  return {
    text: parts.join('\n\n'),
    html: `<html lang="${locale}"><body style="font-family:sans-serif;font-size:15px">${lines.join('')}</body></html>`,
  }
}
