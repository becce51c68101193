import type { Kysely } from 'kysely'

type Side = {
  readAt: number | null
  seen: { updatedAt: number } | null
  ownMoves: readonly (string | object)[]
}
type Tables = { tickets: { id: string; sides: string } }

/** As everywhere: what was sent arrives for so long afterwards. */
const arrivesWithinMs = 3000

/** The first versions noted only the stages of our own moves, not when they were made. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const tickets = await db
    .selectFrom('tickets')
    .select(['id', 'sides'])
    .where('sides', 'like', '%"ownMoves":["%')
    .execute()
  for (const { id, sides } of tickets) {
    const known = Object.entries(JSON.parse(sides) as Record<string, Side>)
    const timed = Object.fromEntries(known.map(([side, state]) => [side, withTimes(state)]))
    await db
      .updateTable('tickets')
      .set({ sides: JSON.stringify(timed) })
      .where('id', '=', id)
      .execute()
  }
}

/** They were made before the item was as we know it. */
function withTimes(state: Side): Side {
  const until = Math.max(state.readAt ?? 0, state.seen?.updatedAt ?? 0) + arrivesWithinMs
  const ownMoves = state.ownMoves.map((move) =>
    typeof move === 'string' ? { stage: move, from: 0, until, by: null } : move,
  )
  return { ...state, ownMoves }
}
