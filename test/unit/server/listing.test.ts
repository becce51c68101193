import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { legalTexts } from '../../../server/http/legal-texts.ts'
import { pictureFault, iconLimits, screenshotLimits } from '../../tooling/listing/picture-limits.ts'
import { picturesOf } from '../../tooling/listing/pictures.ts'
import { english } from '../../tooling/listing/words-en.ts'
import { russian } from '../../tooling/listing/words-ru.ts'

const folder = join(import.meta.dirname, '../../../server/marketplace')
const operator = { name: 'ООО «МартинСофт»', email: 'privacy@martinsoft.example' }

/** A PNG's beginning, as far as its size and colours go. */
function png(width: number, height: number, colourType = 2): Buffer {
  const head = Buffer.alloc(26)
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  head.writeUInt8(colourType, 25)
  return head
}

describe('texts and pictures of the Marketplace’s card', () => {
  it.each([
    ['ru', russian],
    ['en', english],
  ] as const)(
    '%s: one name everywhere, a caption for each picture, fit keywords',
    (lang, words) => {
      const text = readFileSync(join(folder, `listing.${lang}.md`), 'utf8')
      const [, title = ''] = /^# (.+)$/m.exec(text) ?? []
      expect(words.cast.appTitle).toBe(title)
      const licence = legalTexts[lang](operator).licence.parts.flatMap(({ lines }) => lines)
      expect(licence.join(' ')).toContain(title)
      const captioned = [...text.matchAll(/^- `(\d-[\w-]+)`: \S/gm)].map(([, name]) => name)
      expect(captioned).toEqual(picturesOf(words).map(({ name }) => name))
      const keywords = text.trim().split('\n').at(-1) ?? ''
      expect(keywords.length).toBeLessThanOrEqual(2000)
      expect(keywords).toContain(', ')
      expect(keywords).not.toMatch(/битрикс|bitrix/i)
    },
  )

  it('the icon is opaque, from 250 to 650 pixels; pictures are as large as is allowed', () => {
    expect(pictureFault(png(512, 512), iconLimits)).toBeNull()
    expect(pictureFault(png(700, 700), iconLimits)).toBe('700×700 is too large')
    expect(pictureFault(png(128, 128), iconLimits)).toBe('128×128 is too small')
    expect(pictureFault(png(512, 512, 6), iconLimits)).toBe('is transparent')
    expect(pictureFault(png(1280, 720), screenshotLimits)).toBeNull()
    expect(pictureFault(png(1280, 900), screenshotLimits)).toBe('1280×900 is too large')
  })
})
