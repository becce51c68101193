import type { NewReplyTemplate, ReplyTemplates } from '../../shared/api/desk.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { ReplyTemplateRecord, TemplateScope } from '../db/reply-templates-store.ts'
import { AppError } from '../errors.ts'
import { requirePartnersTicket } from './ticket-parties.ts'

type Deps = { db: Database; clock: Clock }

/** A user of a portal, as the session proves. */
type Actor = { memberId: string; userId: number; isAdmin: boolean }

const mostTemplates = 200

export type KeepTemplates = ReturnType<typeof createKeepTemplates>

/** Texts to insert: those of the ticket's contract, which administrators keep, and one's own. */
export function createKeepTemplates({ db, clock }: Deps) {
  return {
    view,

    /** @throws AppError `forbidden` for what is not one's own; `conflict` when there are too many */
    async put(actor: Actor, itemId: number, template: NewReplyTemplate): Promise<ReplyTemplates> {
      const { memberId, contractId, userId } = await scopeOf(actor, itemId)
      const known = await db.replyTemplates.list({ memberId, contractId, userId })
      const earlier = known.find(({ id }) => id === template.id)
      const { id, title, text, isPersonal } = template
      if (!isPersonal || (earlier && earlier.ownerId === null)) requireAdmin(actor)
      if (!earlier && known.length >= mostTemplates)
        throw new AppError('conflict', 'There are too many templates')
      const owner = isPersonal
        ? { contractId: null, ownerId: userId }
        : { contractId, ownerId: null }
      await db.transaction(async ({ replyTemplates }) => {
        if (earlier) await replyTemplates.remove(memberId, id)
        const record = { id, memberId, title, text, ...owner }
        if (!(await replyTemplates.add(record, clock.now())))
          throw new AppError('conflict', 'This id is somebody else’s')
      })
      return view(actor, itemId)
    },

    async remove(actor: Actor, itemId: number, id: string): Promise<ReplyTemplates> {
      const scope = await scopeOf(actor, itemId)
      const known = (await db.replyTemplates.list(scope)).find((one) => one.id === id)
      if (!known) throw new AppError('notFound', 'There is no such template')
      if (known.ownerId === null) requireAdmin(actor)
      await db.replyTemplates.remove(scope.memberId, id)
      return view(actor, itemId)
    },
  }

  async function view(actor: Actor, itemId: number): Promise<ReplyTemplates> {
    const templates = await db.replyTemplates.list(await scopeOf(actor, itemId))
    return { templates: templates.map(toTemplate), mayShare: actor.isAdmin }
  }

  async function scopeOf(actor: Actor, itemId: number): Promise<TemplateScope> {
    const { contractId } = await requirePartnersTicket(db, actor, itemId)
    return { memberId: actor.memberId, contractId, userId: actor.userId }
  }
}

const toTemplate = ({ id, ownerId, title, text }: ReplyTemplateRecord) => ({
  ...{ id, title, text },
  isPersonal: ownerId !== null,
})

function requireAdmin({ isAdmin }: Actor): void {
  if (!isAdmin) throw new AppError('forbidden', 'Only administrators keep a contract’s templates')
}
