import { createHmac } from 'node:crypto'
import { isSameSecret } from '../same-secret.ts'

export type ThreadTokens = {
  /** What stands behind the plus of the address to which answers about a ticket go. */
  sign(ticketId: string): string
  /** @returns the ticket, when the token is one of ours */
  read(token: string): string | undefined
}

const mark = 't'
const idLength = 25
const proofLength = 12

/** Short enough for an address, in letters that survive every mail server: small ones and digits. */
export function createThreadTokens(secrets: readonly string[]): ThreadTokens {
  const keys = secrets.map((secret) => createHmac('sha256', secret).update('mail thread').digest())
  const [newest] = keys
  if (!newest) throw new Error('Reply addresses need a secret')
  const proofOf = (id: string, key: Buffer) =>
    BigInt(`0x${createHmac('sha256', key).update(id).digest('hex')}`)
      .toString(36)
      .slice(-proofLength)

  return {
    sign(ticketId) {
      const id = BigInt(`0x${ticketId.replaceAll('-', '')}`)
        .toString(36)
        .padStart(idLength, '0')
      return mark + id + proofOf(id, newest)
    },

    read(token) {
      const id = token.slice(1, 1 + idLength)
      const proof = token.slice(1 + idLength)
      if (!token.startsWith(mark) || !/^[a-z0-9]{25}$/.test(id)) return undefined
      const isOurs = keys.some((key) => isSameSecret(proof, proofOf(id, key)))
      return isOurs ? uuidOf(id) : undefined
    },
  }
}

function uuidOf(id: string): string {
  let number = 0n
  for (const digit of id) number = number * 36n + BigInt(parseInt(digit, 36))
  const hex = number.toString(16).padStart(32, '0')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
