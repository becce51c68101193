import type { Ours } from '../db/ours.ts'

type Deps = {
  makeDailyRoot: (ours: Ours) => Promise<boolean>
  checkEvidence: (ours: Ours) => Promise<boolean>
}

/** One root, or one portion of a check; a kill between them loses nothing. */
export function createKeepEvidence({ makeDailyRoot, checkEvidence }: Deps) {
  return async function keepEvidence(ours: Ours): Promise<boolean> {
    return (await makeDailyRoot(ours)) || (await checkEvidence(ours))
  }
}
