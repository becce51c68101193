import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDeskAddress } from '../../../../server/mail/desk-address.ts'
import { createThreadTokens } from '../../../../server/mail/thread-token.ts'

const tokens = createThreadTokens(['a secret of at least thirty-two characters'])
const desk = createDeskAddress('support@desk.example')

describe('the token in the address of an answer', () => {
  it('leads back to its ticket, also when a mail server writes it large', () => {
    fc.assert(
      fc.property(fc.uuid(), (ticketId) => {
        const address = desk.withToken(tokens.sign(ticketId))
        expect(address.indexOf('@')).toBeLessThanOrEqual(64)
        expect(tokens.read(desk.tokenIn(address.toUpperCase()) ?? '')).toBe(ticketId)
      }),
    )
  })

  it('made up, of another secret or with one letter changed leads nowhere', () => {
    const token = tokens.sign('3f0a6c0e-5d0b-4a7e-9f5e-0d4e1a2b3c4d')
    const foreign = createThreadTokens(['another secret of thirty-two characters']).sign(
      '3f0a6c0e-5d0b-4a7e-9f5e-0d4e1a2b3c4d',
    )
    expect(tokens.read(foreign)).toBeUndefined()
    expect(tokens.read('t')).toBeUndefined()
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'a' ? 'b' : 'a'
      expect(tokens.read(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined()
    }
  })
})
