/** Letters by how often Russian texts use them. */
const byFrequency = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё'
const letters = new Map(Array.from(byFrequency, (letter, index) => [letter, 40 - index]))
const harmless = /[\s\d\p{ASCII}«»„“”–—…№•·°©®]/u
const charsets = ['windows-1251', 'koi8-r', 'ibm866'] as const

/** Bytes of a text that does not say its charset: UTF-8 where it is that, else the likeliest Cyrillic one. */
export function guessCyrillic(bytes: Uint8Array): string {
  const decode = (charset: string) => new TextDecoder(charset).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8.
  }
  const sample = bytes.subarray(0, 4000)
  const scores = charsets.map((charset) => likeness(new TextDecoder(charset).decode(sample)))
  return decode(charsets[scores.indexOf(Math.max(...scores))] ?? charsets[0])
}

function likeness(text: string): number {
  let sum = 0
  let previous = ''
  for (const letter of text) {
    sum += likenessOf(letter, previous)
    previous = letter
  }
  return sum
}

function likenessOf(letter: string, previous: string): number {
  const own = letters.get(letter)
  if (own !== undefined) return own
  // A wrong charset turns letters' case around: nobody writes a capital inside a word.
  const capital = letters.get(letter.toLowerCase())
  if (capital !== undefined) return letters.has(previous) ? -40 : capital * 0.9
  return harmless.test(letter) ? 0 : -40
}
