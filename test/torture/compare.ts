import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../../server/db/database.ts'
import type { Ticket } from '../../server/db/tickets-store.ts'
import { verifyChain } from '../../shared/evidence/chain.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import { stages } from '../../shared/ticket/stages.ts'
import type { Desk } from './desk.ts'
import type { People, Story } from './play.ts'

export type Verdict = { lost: string[]; duplicated: string[]; diverged: string[] }

export const nothingWrong = (): Verdict => ({ lost: [], duplicated: [], diverged: [] })

/** Holds what both portals show, and what we remember, against what people did. */
export async function compare(
  { customer, partner }: People,
  stories: readonly Story[],
  db: Database,
): Promise<Verdict> {
  const verdict = nothingWrong()
  const mirrors = await mirrorsOf(partner)
  for (const story of stories) {
    const ticket = await db.tickets.findByItem(customer.portal.memberId, story.itemId)
    const found = mirrors.get(story.title) ?? []
    countOnce(verdict, `mirror of «${story.title}»`, found.length)
    const mirrorId = found[0]
    if (!ticket || mirrorId === undefined) {
      verdict.lost.push(`ticket «${story.title}»`)
      continue
    }
    compareComments(verdict, story, [
      await textsOf(customer, story.itemId),
      await textsOf(partner, mirrorId),
    ])
    compareItems(verdict, story, [
      [customer, await customer.item(story.itemId)],
      [partner, await partner.item(mirrorId)],
    ])
    await compareHistory(verdict, { db, ticket, story })
  }
  return verdict
}

function countOnce(verdict: Verdict, what: string, count: number): void {
  if (count === 0) verdict.lost.push(what)
  if (count > 1) verdict.duplicated.push(`${what} (${String(count)} times)`)
}

async function mirrorsOf(partner: Desk): Promise<Map<string, number[]>> {
  const mirrors = new Map<string, number[]>()
  for (const id of await partner.itemIds()) {
    const title = String((await partner.item(id)).title).replace(/^№ \d+ · /, '')
    mirrors.set(title, [...(mirrors.get(title) ?? []), id])
  }
  return mirrors
}

const textsOf = async (desk: Desk, itemId: number) =>
  (await desk.comments(itemId)).map((comment) => comment.text)

function compareComments(
  verdict: Verdict,
  story: Story,
  cards: readonly [string[], string[]],
): void {
  for (const { text, by, isPublic, isDeleted } of story.said) {
    for (const [index, texts] of cards.entries()) {
      const isOwn = (by.side === 'customer') === (index === 0)
      const isWanted = !isDeleted && (isPublic || isOwn)
      const count = texts.filter((one) => one.includes(text)).length
      const what = `«${text}» of the ${by.side} in «${story.title}», card ${String(index + 1)}`
      if (isWanted) countOnce(verdict, what, count)
      else if (count > 0) verdict.diverged.push(`${what} should not be there`)
    }
  }
}

function compareItems(
  verdict: Verdict,
  story: Story,
  sides: readonly [[Desk, Record<string, unknown>], [Desk, Record<string, unknown>]],
): void {
  const seen = sides.map(([desk, item]) => ({
    stage: stages.find((stage) => desk.place.stages[stage] === item.stageId),
    description: item[desk.place.fields.description ?? ''],
    number: item[desk.place.fields.number ?? ''],
    updateDueAt: instantOf(item[desk.place.fields.updateDueAt ?? '']),
    reactionDueAt: instantOf(item[desk.place.fields.reactionDueAt ?? '']),
    files: lengthOf(item[desk.place.fields.files ?? '']),
  }))
  if (!isDeepStrictEqual(seen[0], seen[1]))
    verdict.diverged.push(`«${story.title}»: ${JSON.stringify(seen)}`)
  if (seen[0]?.description !== story.description)
    verdict.diverged.push(
      `«${story.title}»: ${String(seen[0]?.description)} in place of ${story.description}`,
    )
}

const instantOf = (value: unknown) =>
  typeof value === 'string' && value !== '' ? Date.parse(value) : null
const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0)

type Memory = { db: Database; ticket: Ticket; story: Story }

/** Facts as they happened, clocks as the facts say, a chain that holds. */
async function compareHistory(verdict: Verdict, { db, ticket, story }: Memory): Promise<void> {
  const facts = await db.history.facts(ticket.id)
  const registered = facts.filter((fact) => fact.kind === 'registered').length
  countOnce(verdict, `registration of «${story.title}»`, registered)
  for (const said of story.said.filter((one) => one.isPublic && !one.isDeleted)) {
    const id = `${said.by.side}:comment:${String(said.commentId)}`
    countOnce(verdict, `fact ${id}`, facts.filter((fact) => fact.id === id).length)
  }
  const { policy, calendar } = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
  const computed = computeClocks(policy, calendar, facts)
  if (JSON.stringify(computed) !== JSON.stringify(ticket.clocks))
    verdict.diverged.push(`clocks of «${story.title}» are not those of its history`)
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const chain = await verifyChain(sha256, await db.history.chain(ticket.id))
  if (!chain.isIntact) verdict.diverged.push(`chain of «${story.title}»: ${chain.problem}`)
}
