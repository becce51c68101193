/** Runs work of one key one after the other, and work of different keys side by side. */
export type KeyedLock = { run<T>(key: string, work: () => Promise<T>): Promise<T> }

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<unknown>>()

  return {
    run(key, work) {
      const before = tails.get(key) ?? Promise.resolve()
      const result = before.then(work, work)
      const tail = result.catch(() => undefined)
      tails.set(key, tail)
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
      return result
    },
  }
}
