/** What did not come through, came more than once, or is not what it must be; in words. */
export type Verdict = { lost: string[]; duplicated: string[]; diverged: string[] }

export const nothingWrong = (): Verdict => ({ lost: [], duplicated: [], diverged: [] })

export const kinds = ['lost', 'duplicated', 'diverged'] as const

export const isClean = (verdict: Verdict) => kinds.every((kind) => verdict[kind].length === 0)

export function expectOnce(verdict: Verdict, what: string, count: number): void {
  if (count === 0) verdict.lost.push(what)
  if (count > 1) verdict.duplicated.push(`${what} (${String(count)} times)`)
}

export function expectSame(verdict: Verdict, what: string, is: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)]
  if (a !== b) verdict.diverged.push(`${what}: ${a} in place of ${b}`)
}
