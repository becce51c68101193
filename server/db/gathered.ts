/**
 * Those who ask one directly after the other are answered out of one statement: a statement for each
 * costs far more than its rows. Callers work in steps of some hundreds, which every database takes as
 * parameters.
 *
 * @param read the rows of all these keys
 * @param keyOf the key that a row belongs to
 * @returns the rows of one key, in the order in which they were read
 */
export function gathered<Key, Row>(
  read: (keys: Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): (key: Key) => Promise<Row[]> {
  let asked = new Set<Key>()
  let answer: Promise<Map<Key, Row[]>> | undefined

  return async (key) => {
    asked.add(key)
    answer ??= readAsked()
    return (await answer).get(key) ?? []
  }

  async function readAsked(): Promise<Map<Key, Row[]>> {
    // Behind everybody whose turn comes now.
    await Promise.resolve()
    const keys = [...asked]
    asked = new Set()
    answer = undefined
    const byKey = new Map(keys.map((key): [Key, Row[]] => [key, []]))
    for (const row of await read(keys)) byKey.get(keyOf(row))?.push(row)
    return byKey
  }
}
