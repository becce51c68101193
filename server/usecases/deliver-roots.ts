import { rootsOption } from '../../shared/evidence/roots.ts'
import type { getHeldRoots, setHeldRoots } from '../bitrix/held-roots.ts'
import type { PortalClient } from '../bitrix/client.ts'
import type { Database } from '../db/database.ts'
import type { Effect } from '../db/effect.ts'
import type { Delivery } from './delivery.ts'

type Deps = {
  db: Database
  commands: { getHeldRoots: typeof getHeldRoots; setHeldRoots: typeof setHeldRoots }
}

/** A *set*: the portal shall hold the month's roots. Those that it holds are never replaced. */
export function createDeliverRoots({ db, commands }: Deps) {
  return async function prepareRoots(
    { contractId, month }: Extract<Effect, { kind: 'roots' }>,
    client: PortalClient,
  ): Promise<Delivery> {
    const option = rootsOption(contractId, month)
    const made = await db.evidence.hashesOf(contractId, month)
    const held = await client.run(commands.getHeldRoots(option))
    const news = made.filter(({ day }) => !(day in held))
    if (news.length === 0) return 'done'
    const roots = { ...held, ...Object.fromEntries(news.map(({ day, hash }) => [day, hash])) }
    return { command: commands.setHeldRoots(option, roots) }
  }
}
