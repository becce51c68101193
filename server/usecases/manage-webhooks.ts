import type { Webhook, WebhookBody } from '../../shared/api/webhooks.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

type Deps = {
  db: Database
  clock: Clock
  newId: () => string
  newSecret: () => string
  /** @throws AppError 'badRequest' of the field `url` when we do not send there */
  checkUrl: (url: string) => void
  /** Something waits to be sent. */
  wake: () => void
}

const mostOfPortal = 5
const shownInLog = 20

/** A portal's administrators say where events of its tickets shall go, and see what became of them. */
export function createManageWebhooks(deps: Deps) {
  const { db, clock, newId } = deps
  return {
    list,

    async add(memberId: string, url: string): Promise<{ webhooks: Webhook[]; secret: string }> {
      deps.checkUrl(url)
      const known = await db.webhooks.listOf(memberId)
      if (known.length >= mostOfPortal)
        throw new AppError('conflict', `A portal has at most ${String(mostOfPortal)} webhooks`)
      const secret = deps.newSecret()
      await db.webhooks.add({ id: newId(), memberId, url, secret, createdAt: clock.now() })
      return { webhooks: await list(memberId), secret }
    },

    async remove(memberId: string, id: string): Promise<Webhook[]> {
      if (!(await db.webhooks.remove(memberId, id))) throw unknown()
      return list(memberId)
    },

    /** An event like any other, about no ticket. */
    async test(memberId: string, id: string): Promise<Webhook[]> {
      const portal = await db.portals.find(memberId)
      const webhook = (await db.webhooks.listOf(memberId)).find((one) => one.id === id)
      if (!webhook || !portal?.role) throw unknown()
      const now = clock.now()
      const at = new Date(now).toISOString()
      const eventId = `test:${newId()}`
      const body: WebhookBody = { id: eventId, event: 'test', at, side: portal.role, ticket: null }
      const delivery = { webhookId: id, memberId, ticketId: eventId, eventId }
      await db.webhooks.enqueue({ ...delivery, event: 'test', body: JSON.stringify(body) }, now)
      deps.wake()
      return list(memberId)
    },
  }

  async function list(memberId: string): Promise<Webhook[]> {
    const webhooks = await db.webhooks.listOf(memberId)
    return Promise.all(
      webhooks.map(async ({ id, url, createdAt }) => ({
        id,
        url,
        createdAt,
        deliveries: await db.webhooks.logOf(id, shownInLog),
      })),
    )
  }
}

const unknown = () => new AppError('notFound', 'There is no such webhook')
