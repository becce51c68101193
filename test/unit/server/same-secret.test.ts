import { readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createThreadTokens } from '../../../server/mail/thread-token.ts'
import { isSameSecret } from '../../../server/same-secret.ts'

const server = join(import.meta.dirname, '../../../server')

/** Not a stranger's word: which of our own tokens a portal has refused. */
const harmless = ['bitrix/transport.ts', 'db/tokens-store.ts'].map(normalize)
const compared = /(?:token|secret)\)?\s*[!=]==\s*(?!null|undefined|''|"")/i
const comparedTo = /[!=]==\s*[\w.?]*(?:token|secret)\b/i

describe('secrets that somebody sends', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'abcd', false],
    ['яя', 'яяxx', false],
    ['', '', true],
  ])('%o is %o: %s', (given, ours, isSame) => {
    expect(isSameSecret(given, ours)).toBe(isSame)
  })

  it('are compared in one place only, in a time that tells nothing', () => {
    const suspects = readdirSync(server, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !harmless.includes(name))
      .flatMap((name) =>
        readFileSync(join(server, name), 'utf8')
          .split('\n')
          .filter((line) => compared.test(line) || comparedTo.test(line))
          .filter((line) => !/[!=]== (?:null|undefined|'')|typeof/.test(line))
          .map((line) => `${name}: ${line.trim()}`),
      )
    expect(suspects).toEqual([])
  })

  it('with letters of several bytes are wrong, and break nothing', () => {
    const tokens = createThreadTokens(['s'.repeat(32)])
    const token = tokens.sign('0190c1a2-0000-4000-8000-000000000001')
    expect(tokens.read(`${token.slice(0, -12)}${'я'.repeat(12)}`)).toBeUndefined()
  })
})
