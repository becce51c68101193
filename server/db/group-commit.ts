type Entry<Row> = { row: Row; stored: () => void; failed: (error: unknown) => void }

/**
 * Stores rows of doors: those that come while the last ones are being written go together in one
 * commit, because a commit costs the same for one row and for hundreds.
 *
 * @param maxRows more in one statement would be more parameters than databases take
 * @returns resolves when the row will outlive us
 */
export function createGroupCommit<Row>(
  write: (rows: Row[]) => Promise<unknown>,
  maxRows: number,
): (row: Row) => Promise<void> {
  let waiting: Entry<Row>[] = []
  let isWriting = false

  return (row) =>
    new Promise((stored, failed) => {
      waiting.push({ row, stored, failed })
      if (!isWriting) void writeAll()
    })

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      // Lets the requests that have arrived meanwhile come along.
      await new Promise(setImmediate)
      const group = waiting.slice(0, maxRows)
      waiting = waiting.slice(maxRows)
      try {
        await write(group.map((entry) => entry.row))
        for (const entry of group) entry.stored()
      } catch (error) {
        for (const entry of group) entry.failed(error)
      }
    }
    isWriting = false
  }
}
