import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scopesOfMethod } from '../portal/methods/registry.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const sentence = /scopes: `([^`]+)`, for robots `(\w+)`, for the button in tasks `(\w+)`/

/** What the README has the app ask for, in the vendor's cabinet. */
export const askedScopes: readonly string[] =
  sentence
    .exec(readme)
    ?.slice(1)
    .flatMap((list) => list.split(', ')) ?? []

/** Of what is asked, what these methods need. @throws Error of a method that nothing asked opens */
export function neededScopes(methods: readonly string[]): string[] {
  const needed = methods.flatMap((method) => {
    const scopes = scopesOfMethod(method)
    const opening = scopes.filter((scope) => askedScopes.includes(scope))
    if (scopes.length > 0 && opening.length === 0)
      throw new Error(`${method} needs ${scopes.join(' or ')}`)
    return opening
  })
  return [...new Set(needed)].sort()
}
