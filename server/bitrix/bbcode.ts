/** Longest text that goes to the other portal. */
const maxLength = 20_000
const maxPasses = 5

const kept = new Set(['b', 'i', 'u', 's', 'quote', 'list', 'code'])

// Everything else that Bitrix24 reads as markup; other words in brackets are plain text there too.
const dropped = new Set(
  (
    'user url img disk file icon video audio color size font table tr td th p left center right ' +
    'justify spoiler cut attach pch call put send chat context timestamp rating lead deal contact ' +
    'company mailto email imgs youtube html span div background bitrix'
  ).split(' '),
)

type Tag = { name: string; isEnd: boolean; value: string }

/**
 * Reduces another portal's BBCode to what is safe to show: bold, italic, underlined, struck, quotes,
 * lists, code, and links by http(s). Mentions become plain names, the rest of the markup goes, its
 * text stays. Tags come out balanced, the text bounded.
 */
export function toSafeText(bbcode: string): string {
  let text = bbcode.slice(0, maxLength * 2).replace(/(?![\n\t])\p{Cc}/gu, '')
  let limit = maxLength
  // What is dropped from within a word may leave a tag behind: [U[IMG]RL=…].
  for (let pass = 0; pass < maxPasses; pass++) {
    const reduced = reduce(text, limit)
    if (reduced === text) return text
    text = reduced
    limit = Infinity
  }
  return text.replace(/[[\]]/g, '')
}

function reduce(text: string, limit: number): string {
  const writer = createWriter(limit)
  const token = /\[(\/?)([a-z]+|\*)((?:\s|=)[^\][]{0,2000})?\]/gi
  let end = 0
  for (const match of text.matchAll(token)) {
    writer.text(text.slice(end, match.index))
    end = match.index + match[0].length
    const [whole, slash = '', name = '', value = ''] = match
    writer.tag({ name: name.toLowerCase(), isEnd: slash === '/', value }, whole)
  }
  writer.text(text.slice(end))
  return writer.finish()
}

function createWriter(limit: number) {
  const open: string[] = []
  let written = ''
  let isFull = false
  const write = (part: string) => {
    if (isFull) return
    if (written.length + part.length > limit) {
      // Half a surrogate pair is no character.
      const fitting = part.slice(0, limit - written.length).replace(/[\ud800-\udbff]$/, '')
      written += `${part.startsWith('[') ? '' : fitting}…`
      isFull = true
    } else written += part
  }

  return {
    text: write,

    tag(tag: Tag, whole: string): void {
      if (isFull) return
      if (isPlainText(tag)) write(whole)
      else if (tag.isEnd) close(tag.name)
      else if (tag.name === 'url') link(tag)
      else if (tag.name === '*') write('[*]')
      else if (tag.name === 'list') begin('list', tag.value === '=1' ? '=1' : '')
      else if (kept.has(tag.name)) begin(tag.name, '')
    },

    finish(): string {
      const ends = open.toReversed().map((name) => `[/${name}]`)
      return (written + ends.join('')).trim()
    },
  }

  function begin(name: string, value: string): void {
    write(`[${name}${value}]`)
    if (!isFull) open.push(name)
  }

  function isPlainText({ name, isEnd, value }: Tag): boolean {
    if (open.at(-1) === 'code') return !isEnd || name !== 'code'
    if (name === '*') return !open.includes('list')
    // Only lists and links have a value; b[i + 1] is no italics.
    return kept.has(name) ? value !== '' && name !== 'list' : !dropped.has(name)
  }

  /** Ends what was left open inside; an end without a beginning goes. */
  function close(name: string): void {
    if (!open.includes(name)) return
    for (;;) {
      const inner = open.pop()
      if (inner === undefined) return
      written += `[/${inner}]`
      if (inner === name) return
    }
  }

  /** An address without text of its own stands there as text and needs no tag. */
  function link(tag: Tag): void {
    const address = httpAddress(tag.value.slice(1))
    if (address !== undefined) begin('url', `=${address}`)
  }
}

/** Without brackets, quotes and spaces, so that it cannot leave its tag. */
function httpAddress(value: string): string | undefined {
  const text = value.trim().replace(/^["']|["']$/g, '')
  if (!URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return protocol === 'http:' || protocol === 'https:'
    ? href.replace(/["'<>\s[\]]/g, encodeURIComponent)
    : undefined
}
