import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'

type Deps = { db: Pick<Database, 'outside'> }

const stepSize = 50

/** Files that came without a portal lie with us only until both portals have them. */
export function createTidyOutside({ db }: Deps) {
  /** @returns whether there was something to take away */
  return async function tidyOutside(ours: Ours): Promise<boolean> {
    const carried = await db.outside.listCarried(ours, stepSize)
    for (const postId of carried) await db.outside.dropFiles(postId)
    return carried.length > 0
  }
}
