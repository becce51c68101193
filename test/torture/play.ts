import { randomUUID } from 'node:crypto'
import { mayMove, stages } from '../../shared/ticket/stages.ts'
import type { Desk } from './desk.ts'
import type { Random } from './random.ts'

/** What somebody wrote, and how it stands. */
export type Said = {
  by: Desk
  commentId: number
  text: string
  isPublic: boolean
  isDeleted: boolean
}

/** What people know of a ticket whose item is in the customer's portal. */
export type Story = { itemId: number; title: string; said: Said[]; description: string }

export type People = { customer: Desk; partner: Desk }

const png = 'iVBORw0KGgo='
const mark = '#клиенту'

/** One random but plausible thing that somebody does. */
export async function act(people: People, stories: Story[], random: Random): Promise<void> {
  const [first, ...others] = stories
  if (!first || random.chance(0.1)) {
    stories.push(await file(people, random))
    return
  }
  const story = random.pick([first, ...others])
  const mirrorId = await mirrorOf(people.partner, story)
  const deeds: [Deed, ...Deed[]] = [write, write, write, edit, remove, move, describe]
  await random.pick(deeds)({ people, story, mirrorId, random })
}

type Scene = { people: People; story: Story; mirrorId: number | undefined; random: Random }
type Deed = (scene: Scene) => Promise<void>

async function file({ customer }: People, random: Random): Promise<Story> {
  const title = `Касса ${randomUUID().slice(0, 8)}`
  const description = `Не печатает ${String(random.below(1000))}.`
  const itemId = await customer.addItem(title, randomUUID(), {
    level: String(1 + random.below(4)),
    description,
    impact: 'Очередь.',
    environment: 'Битрикс24 коробка',
    consentPhone: random.chance(0.5),
    consentReply: random.chance(0.5),
    ...(random.chance(0.3) && { files: [{ name: 'снимок.png', base64: png }] }),
  })
  return { itemId, title, description, said: [] }
}

/** The engineer finds the ticket by its title; before it is mirrored there is nothing to do for him. */
async function mirrorOf(partner: Desk, story: Story): Promise<number | undefined> {
  for (const id of await partner.itemIds())
    if (String((await partner.item(id)).title).endsWith(story.title)) return id
  return undefined
}

function deskOf({ people, mirrorId, story, random }: Scene) {
  if (mirrorId === undefined || random.chance(0.5))
    return { desk: people.customer, itemId: story.itemId }
  return { desk: people.partner, itemId: mirrorId }
}

async function write(scene: Scene): Promise<void> {
  const { random, story } = scene
  const { desk, itemId } = deskOf(scene)
  const text = `Сказано ${randomUUID().slice(0, 8)}.`
  const isPublic = desk.side === 'customer' || random.chance(0.8)
  const commentId = await desk.addComment(itemId, asWritten(desk, text, isPublic, random))
  story.said.push({ by: desk, commentId, text, isPublic, isDeleted: false })
}

function asWritten(desk: Desk, text: string, isPublic: boolean, random: Random): string {
  if (desk.side === 'customer' || !isPublic) return text
  return `${mark}${random.chance(0.3) ? '?' : ''} ${text}`
}

async function edit({ story, random }: Scene): Promise<void> {
  const said = choose(story, random)
  if (!said) return
  const text = `${said.text.replace(/ \(правка .*\)$/, '')} (правка ${randomUUID().slice(0, 4)})`
  await said.by.editComment(said.commentId, asWritten(said.by, text, said.isPublic, random))
  said.text = text
}

async function remove({ story, random }: Scene): Promise<void> {
  const said = random.chance(0.3) ? choose(story, random) : undefined
  if (!said) return
  await said.by.deleteComment(said.commentId)
  said.isDeleted = true
}

function choose({ said }: Story, random: Random): Said | undefined {
  const [first, ...others] = said.filter((one) => !one.isDeleted)
  return first && random.pick([first, ...others])
}

async function move(scene: Scene): Promise<void> {
  const { desk, itemId } = deskOf(scene)
  const { stageId } = await desk.item(itemId)
  const from = stages.find((stage) => desk.place.stages[stage] === stageId)
  const allowed = stages.filter((to) => from !== undefined && mayMove(desk.side, from, to))
  const [first, ...others] = allowed
  if (first) await desk.updateItem(itemId, { stage: scene.random.pick([first, ...others]) })
}

/** The customer changes his own field, or the partner one that is not his. */
async function describe(scene: Scene): Promise<void> {
  const { desk, itemId } = deskOf(scene)
  const description = `Не печатает ${String(scene.random.below(1000))}.`
  await desk.updateItem(itemId, { values: { description } })
  if (desk.side === 'customer') scene.story.description = description
}
