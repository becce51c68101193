import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

type Key = { id: string; bytes: Buffer }

/** Authenticated encryption of what must not lie in the database or the page in clear. */
export type SecretBox = {
  /** @param context where the value belongs ('service_tokens/…/access_token'); it opens only there */
  seal(plain: string, context: string): string
  /** @throws Error when the value was changed, moved to another context or its key is gone */
  open(sealed: string, context: string): string
  /** @returns null when its key is gone, which may come back; everything else is as with `open` */
  openIfKnown(sealed: string, context: string): string | null
  /** Sealed with the key that seals by now. */
  isNewest(sealed: string): boolean
  /** The key that sealed it is among ours; without it nobody opens it. */
  hasKeyOf(sealed: string): boolean
}

const ivLength = 12
const tagLength = 16

/** AES-256-GCM; `v1.<key id>.<iv‖ciphertext‖tag>`. The first key seals, any key opens. */
export function createSecretBox(keys: readonly Key[]): SecretBox {
  const [current] = keys
  if (!current) throw new Error('A secret box needs a key')

  const hasKeyOf = (sealed: string) => keys.some(({ id }) => sealed.startsWith(`v1.${id}.`))

  return {
    hasKeyOf,

    openIfKnown: (sealed, context) => (hasKeyOf(sealed) ? open(sealed, context) : null),

    open,

    seal(plain, context) {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv('aes-256-gcm', current.bytes, iv, { authTagLength: tagLength })
      cipher.setAAD(Buffer.from(context))
      const parts = [iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `v1.${current.id}.${Buffer.concat(parts).toString('base64url')}`
    },

    isNewest: (sealed) => sealed.startsWith(`v1.${current.id}.`),
  }

  function open(sealed: string, context: string): string {
    const [version, id, body = ''] = sealed.split('.')
    const key = keys.find((candidate) => candidate.id === id)
    if (version !== 'v1' || !key) throw new Error('Sealed with an unknown key')
    const bytes = Buffer.from(body, 'base64url')
    if (bytes.length < ivLength + tagLength) throw new Error('Sealed value is too short')
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, ivLength), {
      authTagLength: tagLength,
    })
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(bytes.subarray(-tagLength))
    const cipherText = bytes.subarray(ivLength, -tagLength)
    return Buffer.concat([decipher.update(cipherText), decipher.final()]).toString('utf8')
  }
}
