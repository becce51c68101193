import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { type OutsideChannel, outsideChannelSchema } from '../../shared/sla/history.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Schema } from './schema.ts'
import { valuesSchema } from './side-state.ts'

/** A filing gives the fields as the item shall keep them; a message may confirm or refuse a solution. */
const contentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('filing'),
    title: z.string(),
    values: valuesSchema,
  }),
  z.object({
    kind: z.literal('message'),
    text: z.string(),
    stage: z.enum(['closed', 'inWork']).nullable(),
  }),
])
export type OutsideContent = z.infer<typeof contentSchema>

/** What a person of a contract has filed or written without his portal. */
export type OutsidePost = {
  id: string
  /** Of a filing: its own id. */
  ticketId: string
  contractId: string
  personId: string
  /** His name as it was then. */
  author: string
  channel: OutsideChannel
  /** When we accepted it. */
  at: Instant
  content: OutsideContent
}

export type OutsideFile = { id: number; name: string; bytes: Buffer }
export type NewOutsideFile = Pick<OutsideFile, 'name' | 'bytes'>

export type OutsideStore = ReturnType<typeof createOutsideStore>

export function createOutsideStore(db: Db) {
  const posts = () => db.selectFrom('outside_posts').selectAll()

  return {
    /** @returns whether it is news: the same post is kept once, however often it is sent */
    async add(post: OutsidePost, files: readonly NewOutsideFile[]): Promise<boolean> {
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto('outside_posts')
        .values(toRow(post))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 0n) return false
      for (const { name, bytes } of files)
        await db.insertInto('outside_files').values({ post_id: post.id, name, bytes }).execute()
      return true
    },

    async find(id: string): Promise<OutsidePost | undefined> {
      const row = await posts().where('id', '=', id).executeTakeFirst()
      return row && toPost(row)
    },

    /** Tickets that a person has filed without his portal. */
    async filedBy(contractId: string, personId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('outside_posts')
        .select('id')
        .where('contract_id', '=', contractId)
        .where('person_id', '=', personId)
        .whereRef('id', '=', 'ticket_id')
        .execute()
      return rows.map(({ id }) => id)
    },

    async files(postId: string): Promise<OutsideFile[]> {
      return db
        .selectFrom('outside_files')
        .select(['id', 'name', 'bytes'])
        .where('post_id', '=', postId)
        .orderBy('id')
        .execute()
    },

    /**
     * Posts whose files both portals have by now: those of a filing lie in both items, those of a
     * message in the comments of both cards.
     */
    async listCarried(ours: Ours, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('outside_files')
        .innerJoin('outside_posts', 'outside_posts.id', 'outside_files.post_id')
        .innerJoin('tickets', 'tickets.id', 'outside_posts.ticket_id')
        .select('outside_posts.id')
        .distinct()
        .where(among(db, 'partner_member_id', ours))
        .where((post) =>
          post.or([
            post.and([
              post('outside_posts.id', '=', post.ref('tickets.id')),
              post('customer_item_id', 'is not', null),
              post('partner_item_id', 'is not', null),
            ]),
            post.exists(
              post
                .selectFrom('messages')
                .select('messages.id')
                .whereRef('messages.ticket_id', '=', 'tickets.id')
                .whereRef('messages.post_id', '=', 'outside_posts.id')
                .where((message) =>
                  message.not(
                    message.exists(
                      message
                        .selectFrom('outbox')
                        .select('outbox.id')
                        .whereRef('outbox.ticket_id', '=', 'messages.ticket_id')
                        .where('outbox.state', '!=', 'sent')
                        .where('outbox.key', 'in', commentKeys),
                    ),
                  ),
                ),
            ),
          ]),
        )
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },

    async dropFiles(postId: string): Promise<void> {
      await db.deleteFrom('outside_files').where('post_id', '=', postId).execute()
    },

    async fileNames(postId: string): Promise<{ id: number; name: string }[]> {
      return db
        .selectFrom('outside_files')
        .select(['id', 'name'])
        .where('post_id', '=', postId)
        .orderBy('id')
        .execute()
    },
  }
}

/** Of the comments with a message, one in each card (usecases/outside-message.ts). */
const commentKeys = ['outside', 'message'].map(
  (card) => sql<string>`messages.ticket_id || ${`:${card}:`} || messages.id`,
)

const toRow = (post: OutsidePost) => ({
  id: post.id,
  ticket_id: post.ticketId,
  contract_id: post.contractId,
  person_id: post.personId,
  author: post.author,
  channel: post.channel,
  at: post.at,
  content: JSON.stringify(post.content),
})

const toPost = (row: Selectable<Schema['outside_posts']>): OutsidePost => ({
  id: row.id,
  ticketId: row.ticket_id,
  contractId: row.contract_id,
  personId: row.person_id,
  author: row.author,
  channel: outsideChannelSchema.parse(row.channel),
  at: row.at,
  content: contentSchema.parse(JSON.parse(row.content)),
})
