import { createHash, randomBytes } from 'node:crypto'
import type { InvitationCodes } from './usecases/invitation-codes.ts'

/** Without the letters and digits that people take for one another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const codeLength = 26
const groupLength = 5

const normalise = (code: string) => code.toUpperCase().replace(/[\s-]/g, '')

/** 26 letters of 5 bits: 130 random bits, in groups that can be read aloud. */
export const invitationCodes: InvitationCodes = {
  make() {
    const letters = [...randomBytes(codeLength)].map((byte) => alphabet[byte % alphabet.length])
    const code = letters
      .join('')
      .replace(new RegExp(`.{${String(groupLength)}}(?=.)`, 'g'), (group) => `${group}-`)
    return { code, hash: hashOf(code) }
  },
  hashOf,
}

function hashOf(code: string): string {
  return createHash('sha256').update(normalise(code)).digest('hex')
}
