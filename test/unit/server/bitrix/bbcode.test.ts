import { describe, expect, it } from 'vitest'
import { toSafeText } from '../../../../server/bitrix/bbcode.ts'

describe('toSafeText', () => {
  it.each([
    ['[B]важно[/B] и [I]ещё[/I]', '[b]важно[/b] и [i]ещё[/i]'],
    ['[USER=12]Иван Петров[/USER], посмотрите', 'Иван Петров, посмотрите'],
    ['[URL=https://a.example/x?y=1]сюда[/URL]', '[url=https://a.example/x?y=1]сюда[/url]'],
    ['[URL]https://a.example/[/URL]', 'https://a.example/'],
    ['[URL=javascript:alert(1)]жми[/URL]', 'жми'],
    ['[url="https://a.example"]жми[/url]', '[url=https://a.example/]жми[/url]'],
    ['[IMG]https://a.example/pixel.gif[/IMG]', 'https://a.example/pixel.gif'],
    ['[DISK FILE ID=n12]', ''],
    ['[COLOR=red][SIZE=40]крик[/SIZE][/COLOR]', 'крик'],
    ['[LIST=1][*]раз[*]два[/LIST]', '[list=1][*]раз[*]два[/list]'],
    ['[PUT=/кто]нажми[/PUT]', 'нажми'],
    // Not markup in Bitrix24 either: people paste logs.
    ['[ERROR] a[0] = b[i + 1] [2026-03-02]', '[ERROR] a[0] = b[i + 1] [2026-03-02]'],
    [
      '[CODE][B]не жирно[/B] [URL=javascript:1]x[/URL][/CODE]',
      '[code][B]не жирно[/B] [URL=javascript:1]x[/URL][/code]',
    ],
    ['[B]не закрыто', '[b]не закрыто[/b]'],
    ['лишнее[/B]', 'лишнее'],
    ['[B][I]крест[/B][/I]', '[b][i]крест[/i][/b]'],
    ['a\u0000b\u001b[0mc\nd', 'ab[0mc\nd'],
  ])('%j → %j', (given, safe) => {
    expect(toSafeText(given)).toBe(safe)
  })

  it('is at rest: what is safe stays as it is', () => {
    const once = toSafeText(
      '[B]а[URL=https://a.example/]б[/URL][/B][QUOTE]в[/QUOTE][USER=1]г[/USER]',
    )

    expect(toSafeText(once)).toBe(once)
  })

  it('cannot be led to build a tag out of what is dropped', () => {
    expect(toSafeText('[U[USER=1]RL=javascript:alert(1)]x[/URL]')).not.toMatch(/\[url=javascript/i)
    expect(toSafeText('[[IMG]B]x')).not.toMatch(/^\[B\]/)
  })

  it('bounds the text and closes what is open at the cut', () => {
    const safe = toSafeText(`[B]${'я'.repeat(30_000)}[/B]`)

    expect(safe.length).toBeLessThan(20_020)
    expect(safe.endsWith('…[/b]')).toBe(true)
  })

  it('takes no longer for a text made to be slow', () => {
    const startedAt = performance.now()
    toSafeText('[url='.repeat(8000))
    toSafeText('[b]'.repeat(13_000))

    expect(performance.now() - startedAt).toBeLessThan(1000)
  })
})
