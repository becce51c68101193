import { describe, expect, it } from 'vitest'
import { guessCyrillic } from '../../../../server/mail/guess-cyrillic.ts'

/** Bytes of a text in a charset for which Node has a decoder only. */
function encode(text: string, charset: string): Buffer {
  const letters = new TextDecoder(charset).decode(
    Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  )
  return Buffer.from(Array.from(text, (letter) => letters.indexOf(letter)))
}

const texts = [
  'Здравствуйте',
  'Не печатает',
  'Касса',
  'СРОЧНО! СЕРВЕР УПАЛ',
  'Ошибка 500 при входе в 1С, просим помочь.',
  'Hello, у нас не открывается отчёт about sales',
]

describe('a text that does not say its charset', () => {
  it.each(
    ['windows-1251', 'koi8-r', 'ibm866'].flatMap((charset) => texts.map((text) => [charset, text])),
  )('is recognised in %s: %s', (charset, text) => {
    expect(guessCyrillic(encode(text, charset))).toBe(text)
  })

  it('is left alone when it is UTF-8', () => {
    expect(guessCyrillic(Buffer.from('Ёлка — 5 ₽'))).toBe('Ёлка — 5 ₽')
  })
})
