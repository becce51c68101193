import { z } from 'zod'

/** Why a mail server does not take a mail of ours, as far as its words tell. */
export const refusalSchema = z.enum([
  'noMailbox',
  'full',
  'tooLarge',
  /** Of us, or of what stands in the mail. */
  'distrusted',
  /** It asked us to come later for so long that we gave up. */
  'putOff',
  'other',
])
export type Refusal = z.infer<typeof refusalSchema>

/** By the subject and detail of the codes of RFC 3463. */
const byDetail: readonly [RegExp, Refusal][] = [
  [/^2\.2$/, 'full'],
  [/^(2\.3|3\.4)$/, 'tooLarge'],
  [/^(1\.(0|1|2|3|6|10)|2\.1)$/, 'noMailbox'],
  [/^(1\.[78]|7\.\d+)$/, 'distrusted'],
]

const distrust = /spam|polic|blocked|black ?list|reputation|\bspf\b|\bdkim\b|\bdmarc\b/i

/** By the code of RFC 5321, where it says no more. */
const byCode: Record<string, Refusal> = {
  550: 'noMailbox',
  551: 'noMailbox',
  552: 'full',
  553: 'noMailbox',
  554: 'distrusted',
}

/** @param words of the server, with its codes where it gave any: «550 5.1.1 User unknown» */
export function refusalOf(words: string): Refusal {
  const detail = /\b[45]\.(\d{1,3}\.\d{1,3})\b/.exec(words)?.[1] ?? ''
  const said = byDetail.find(([pattern]) => pattern.test(detail))?.[1]
  if (said === 'full') return said
  return isForLater(words) ? 'putOff' : (said ?? fromWords(words))
}

const isForLater = (words: string): boolean => /\b4(\d\d|\.\d{1,3}\.\d{1,3})\b/.test(words)

function fromWords(words: string): Refusal {
  if (distrust.test(words)) return 'distrusted'
  const code = /\b5\d\d\b/.exec(words)?.[0] ?? ''
  return byCode[code] ?? 'other'
}
