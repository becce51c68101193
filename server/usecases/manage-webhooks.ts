import type { Webhook, WebhookBody } from '../../shared/api/webhooks.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
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

    async add(actor: AuditActor, url: string): Promise<{ webhooks: Webhook[]; secret: string }> {
      deps.checkUrl(url)
      const { memberId } = actor
      const known = await db.webhooks.listOf(memberId)
      if (known.length >= mostOfPortal)
        throw new AppError('conflict', `A portal has at most ${String(mostOfPortal)} webhooks`)
      const secret = deps.newSecret()
      const at = clock.now()
      await db.transaction(async (stores) => {
        await stores.webhooks.add({ id: newId(), memberId, url, secret, createdAt: at })
        await stores.audit.record({ ...entryOf(actor, url, at), code: 'webhook.added' })
      })
      return { webhooks: await list(memberId), secret }
    },

    async remove(actor: AuditActor, id: string): Promise<Webhook[]> {
      const { memberId } = actor
      await db.transaction(async (stores) => {
        const webhook = (await stores.webhooks.listOf(memberId)).find((one) => one.id === id)
        if (!webhook || !(await stores.webhooks.remove(memberId, id))) throw unknown()
        const entry = entryOf(actor, webhook.url, clock.now())
        await stores.audit.record({ ...entry, code: 'webhook.removed' })
      })
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

const entryOf = (by: AuditActor, about: string, at: Instant) => ({
  ...{ memberId: by.memberId, contractId: null, about, by, at },
  before: null,
  after: null,
})

const unknown = () => new AppError('notFound', 'There is no such webhook')
