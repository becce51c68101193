import { describe, expect, it } from 'vitest'
import { mailBody } from '../../../../shared/mail-text/mail-body.ts'

const htmlOf = (text: string) =>
  mailBody({ locale: 'ru', head: '', text, foot: '', canAnswer: false }).html

describe('a mail as HTML', () => {
  it('has an address on a line of its own to be pressed', () => {
    expect(htmlOf('Откройте:\nhttps://desk.example/rescue#a&b\nСпасибо')).toContain(
      'Откройте:<br><a href="https://desk.example/rescue#a&amp;b">https://desk.example/rescue#a&amp;b</a><br>Спасибо',
    )
  })

  it.each(['javascript:alert(1)', 'https://desk.example/" onclick="x', 'см. https://a.example'])(
    'makes nothing of %s but words',
    (text) => {
      expect(htmlOf(text)).not.toMatch(/<a |" onclick/)
    },
  )
})
