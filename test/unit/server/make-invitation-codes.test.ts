import { describe, expect, it } from 'vitest'
import { invitationCodes } from '../../../server/make-invitation-codes.ts'

describe('invitation codes', () => {
  it('carry at least 128 bits in letters that are not taken for one another', () => {
    const { code } = invitationCodes.make()
    const letters = code.replaceAll('-', '')
    expect(letters).toMatch(/^[2-9A-HJ-NP-Z]{26}$/)
    expect(letters.length * 5).toBeGreaterThanOrEqual(128)
  })

  it('are recognised however they are typed', () => {
    const { code, hash } = invitationCodes.make()
    expect(invitationCodes.hashOf(` ${code.toLowerCase().replaceAll('-', ' ')}`)).toBe(hash)
  })

  it('differ', () => {
    const codes = new Set(Array.from({ length: 100 }, () => invitationCodes.make().code))
    expect(codes.size).toBe(100)
  })
})
