import type { Database } from '../../server/db/database.ts'
import type { Ticket } from '../../server/db/tickets-store.ts'
import type { OwnComment } from '../../server/db/own-comments-store.ts'
import type { Side } from '../../shared/sla/history.ts'
import { compareHistory } from './compare-history.ts'
import { compareItems } from './compare-items.ts'
import type { Comment, Desk } from './desk.ts'
import { labelOf, type People, type Said, type Story } from './story.ts'
import { expectOnce, expectSame, nothingWrong, type Verdict } from './verdict.ts'

/** A ticket whose card is in both portals. */
export type Mirrored = { story: Story; ticket: Ticket; mirrorId: number; name: string }

/**
 * Holds what both portals show, and what we remember, against what people did.
 *
 * @param stories what happened since the portals last told the same
 */
export async function compare(
  people: People,
  stories: readonly Story[],
  db: Database,
): Promise<Verdict> {
  const verdict = nothingWrong()
  await compareQueues(verdict, people, db)
  const cards = await people.partner.items()
  for (const story of stories) {
    const ticket = await db.tickets.findByItem(people.customer.portal.memberId, story.itemId)
    const mirrors = cards.filter(({ title }) => title.endsWith(story.title)).map(({ id }) => id)
    const name = `«${story.title}»`
    expectOnce(verdict, `ticket ${name} in the partner's portal`, mirrors.length)
    const [mirrorId] = mirrors
    if (!ticket) verdict.lost.push(`ticket ${name}`)
    if (!ticket || mirrorId === undefined) continue
    const mirrored = { story, ticket, mirrorId, name }
    await compareComments(verdict, people, mirrored, db)
    await compareItems(verdict, people, mirrored)
    await compareHistory(verdict, people, mirrored, db)
  }
  return verdict
}

/** Nothing waits any more, nothing was given up, and nobody was told the same thing twice. */
async function compareQueues(verdict: Verdict, { customer, partner }: People, db: Database) {
  const waiting = [await db.inbox.count(), await db.outbox.countWaiting()]
  if (waiting.some((count) => count > 0))
    verdict.lost.push(`still waiting: ${waiting.join(' signals and ')} effects`)
  for (const { effect, problem, number } of await db.parked.listOfPartner(partner.portal.memberId))
    verdict.lost.push(`given up (${problem}), ticket ${String(number)}: ${JSON.stringify(effect)}`)
  for (const { portal, side } of [customer, partner])
    for (const { id } of portal.users)
      for (const message of repeated(aboutTickets(portal.notifications(id))))
        verdict.duplicated.push(`notification of ${side} ${String(id)}: «${message}»`)
}

async function compareComments(
  verdict: Verdict,
  { customer, partner }: People,
  { story, ticket, mirrorId, name }: Mirrored,
  db: Database,
): Promise<void> {
  const own = (await db.outbox.remembered(ticket.id)).comments
  const cards = [
    { desk: customer, comments: await customer.comments(story.itemId) },
    { desk: partner, comments: await partner.comments(mirrorId) },
  ]
  for (const { desk, comments } of cards) {
    for (const said of story.said) compareComment(verdict, said, { desk, comments, name })
    compareOwn(verdict, story, { desk, comments, name }, own)
  }
}

type Card = { desk: Desk; comments: readonly Comment[]; name: string }

/** What somebody wrote stands in both cards as he left it, or in his own only, or is gone. */
function compareComment(verdict: Verdict, said: Said, { desk, comments, name }: Card): void {
  const { side, text, isPublic, isDeleted, files } = said
  const isHome = side === desk.side
  const label = labelOf(said)
  const found = comments.filter((one) => one.text.includes(label))
  const what = `«${text}» of the ${side}, ${name}, in the ${desk.side}'s card`
  if (isDeleted || !(isPublic || isHome)) {
    if (found.length > 0) verdict.diverged.push(`${what}: should not be there`)
    return
  }
  expectOnce(verdict, what, found.length)
  const [comment] = found
  if (!comment) return
  const lines = comment.text.split('\n')
  if (!isHome) expectSame(verdict, what, lines[1], text)
  expectSame(verdict, `files of ${what}`, comment.files, files)
}

/** Whatever people did not write, we did: each once, and nobody else. */
function compareOwn(
  verdict: Verdict,
  story: Story,
  { desk, comments, name }: Card,
  own: readonly OwnComment[],
): void {
  const where = `${name}, in the ${desk.side}'s card`
  const people = new Set(story.said.filter(isAt(desk.side)).map((said) => said.commentId))
  const ours = comments.filter((comment) => !people.has(comment.id))
  const known = own.filter(isAt(desk.side))
  for (const comment of ours)
    if (!known.some((one) => one.commentId === comment.id))
      verdict.duplicated.push(`«${comment.text}», unknown to us, ${where}`)
  for (const { text, commentId } of known) {
    const isThere = ours.some((comment) => comment.id === commentId)
    const isWithdrawn = story.said.some((said) => said.isDeleted && text.includes(labelOf(said)))
    if (!isThere && !isWithdrawn) verdict.lost.push(`«${text}» of ours, ${where}`)
  }
}

const isAt =
  (side: Side) =>
  (one: { side: Side }): boolean =>
    one.side === side

/** What is wrong with a portal may come again, and is told again then. */
const aboutTickets = (notifications: readonly { message: string; tag: string }[]): string[] =>
  notifications.filter(({ tag }) => !tag.startsWith('portal:')).map(({ message }) => message)

const repeated = (texts: readonly string[]): string[] =>
  texts.filter((text, index) => texts.indexOf(text) !== index)
