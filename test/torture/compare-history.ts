import { createHash } from 'node:crypto'
import type { Database } from '../../server/db/database.ts'
import { verifyChain } from '../../shared/evidence/chain.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { Mirrored } from './compare.ts'
import type { Comment, Move } from './desk.ts'
import { inOrder } from './in-order.ts'
import type { Moved, People, Said, Story } from './story.ts'
import { expectOnce, expectSame, type Verdict } from './verdict.ts'

/** Clocks may differ so much without one of them being wrong. */
const toleratedMs = 2000

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

type Kind<Name extends Fact['kind']> = Extract<Fact, { kind: Name }>

/** Facts are the portals' records, clocks what the facts say, and the chain holds. */
export async function compareHistory(
  verdict: Verdict,
  { customer, partner }: People,
  { story, ticket, mirrorId, name }: Mirrored,
  db: Database,
): Promise<void> {
  const facts = await db.history.facts(ticket.id)
  for (const id of repeatedIds(facts)) verdict.duplicated.push(`fact ${id} of ${name}`)
  const registered = facts.filter((fact) => fact.kind === 'registered')
  expectOnce(verdict, `registration of ${name}`, registered.length)
  const { createdTime } = await customer.item(story.itemId)
  const filedAt = Date.parse(String(createdTime))
  for (const { at } of registered) expectSame(verdict, `registration of ${name}`, at, filedAt)

  const comments = {
    customer: await customer.comments(story.itemId),
    partner: await partner.comments(mirrorId),
  }
  compareMessages(verdict, { story, name, facts, comments })
  await compareDeliveries(verdict, { story, ticket, mirrorId, name }, { db, facts })

  const moves = {
    customer: await customer.moves(story.itemId),
    partner: await partner.moves(mirrorId),
  }
  compareMoves(verdict, { story, name, facts, moves, stage: ticket.stage })

  const { policy, calendar } = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
  const computed = computeClocks(policy, calendar, facts)
  expectSame(verdict, `clocks of ${name}`, ticket.clocks, computed)
  expectSame(verdict, `stage of ${name} by its history`, computed.stage, ticket.stage)
  const chain = await verifyChain(sha256, await db.history.chain(ticket.id))
  if (!chain.isIntact) verdict.diverged.push(`chain of ${name}: ${chain.problem}`)
}

function repeatedIds(facts: readonly Fact[]): string[] {
  const ids = facts.map(({ id }) => id)
  return ids.filter((id, index) => ids.indexOf(id) !== index)
}

const isKind =
  <Name extends Fact['kind']>(kind: Name) =>
  (fact: Fact): fact is Kind<Name> =>
    fact.kind === kind

type Messages = {
  story: Story
  name: string
  facts: readonly Fact[]
  comments: Record<'customer' | 'partner', Comment[]>
}

function compareMessages(verdict: Verdict, { story, name, facts, comments }: Messages): void {
  const messages = facts.filter(isKind('message'))
  for (const { id } of messages)
    if (!story.said.some((said) => said.isPublic && idOf(said) === id))
      verdict.diverged.push(`fact ${id} of ${name}: nobody said that in public`)
  for (const said of story.said.filter((one) => one.isPublic && !one.isDeleted)) {
    const [fact, ...more] = messages.filter(({ id }) => id === idOf(said))
    const what = `fact «${said.text}» (${idOf(said)}) of ${name}`
    expectOnce(verdict, what, fact ? 1 + more.length : 0)
    const comment = comments[said.side].find(({ id }) => id === said.commentId)
    if (!fact || !comment) continue
    // A comment that an edit made public counts from when that was seen.
    if (!said.isRemarked) compareTime(verdict, what, { fact, at: comment.createdAt })
    if (!said.isRemarked) expectSame(verdict, `${what}: asks`, fact.asks, said.asks)
    expectSame(verdict, `${what}: side`, fact.by, said.side)
  }
}

const idOf = ({ side, commentId }: Said) => `${side}:comment:${String(commentId)}`

function compareTime(verdict: Verdict, what: string, { fact, at }: { fact: Fact; at: number }) {
  const isAsRecorded =
    fact.held === undefined ? fact.at === at : Math.abs(at - fact.at) < toleratedMs
  if (!isAsRecorded)
    verdict.diverged.push(
      `time of ${what}: ${instant(fact.at)}${fact.held ? ' (held)' : ''} in place of ${instant(at)}`,
    )
  if (fact.at > fact.recordedAt) verdict.diverged.push(`${what}: known before it happened`)
}

const instant = (at: number) => new Date(at).toISOString()

/** Every message is in the other card, and it is known since when. */
async function compareDeliveries(
  verdict: Verdict,
  { story, ticket, name }: Mirrored,
  { db, facts }: { db: Database; facts: readonly Fact[] },
): Promise<void> {
  const delivered = facts.filter(isKind('delivered'))
  for (const message of await db.messages.listOf(ticket.id)) {
    const id = `${message.side}:comment:${String(message.commentId)}`
    const what = `delivery of ${id} of ${name}`
    expectOnce(verdict, what, delivered.filter(({ messageId }) => messageId === id).length)
    if (message.deliveredAt === null) verdict.lost.push(what)
    const said = story.said.find((one) => idOf(one) === id)
    expectSame(verdict, `deletion of ${id} of ${name}`, message.deletedAt !== null, said?.isDeleted)
  }
}

type Moves = {
  story: Story
  name: string
  facts: readonly Fact[]
  moves: Record<'customer' | 'partner', Move[]>
  stage: Stage
}

/** People's moves are facts at the times that the portals recorded, and lead to where the ticket is. */
function compareMoves(verdict: Verdict, { story, name, facts, moves, stage }: Moves): void {
  const known = facts.filter(isKind('stage'))
  for (const fact of known) {
    const [side, , row] = fact.id.split(':')
    if (side !== 'customer' && side !== 'partner') continue
    const what = `fact ${fact.id} (${fact.stage}) of ${name}`
    const isByPeople = story.moved.some((moved) => moved.side === side && String(moved.id) === row)
    if (!isByPeople) verdict.diverged.push(`${what}: nobody moved it there`)
    const move = moves[side].find(({ id }) => String(id) === row)
    if (!move) continue
    expectSame(verdict, `stage of ${what}`, fact.stage, move.stage)
    compareTime(verdict, what, { fact, at: move.at })
  }
  const wanted = inOrder(story)
  expectSame(verdict, `stage of ${name}, moved ${described(story.moved)}`, stage, wanted.stage)
  for (const { side, id, to } of wanted.accepted) {
    const factId = `${side}:stage:${String(id)}`
    const count = known.filter((fact) => fact.id === factId).length
    expectOnce(verdict, `fact ${factId} (${to}) of ${name}`, count)
  }
}

const described = (moved: readonly Moved[]) =>
  moved.map(({ side, to, at }) => `${side} ${to} ${instant(at).slice(11, 19)}`).join(', ')
