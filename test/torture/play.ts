import type { FieldKey } from '../../shared/ticket/fields.ts'
import type { Instant } from '../../shared/time.ts'
import { mayMove, type Stage, stages } from '../../shared/ticket/stages.ts'
import type { Desk } from './desk.ts'
import { inOrder } from './in-order.ts'
import type { Random } from './random.ts'
import {
  authorised,
  engineers,
  labelOf,
  type People,
  type Said,
  type Story,
  unauthorised,
} from './story.ts'

/** Where and when somebody does something; `label` is a word that nobody else uses. */
export type Act = {
  people: People
  stories: Story[]
  random: Random
  label: string
  /** Nothing is on its way from one side to the other. */
  isQuiet: () => Promise<boolean>
  now: () => Instant
}

type Scene = Act & {
  story: Story
  desk: Desk
  itemId: number
  userId: number
  /** The other side has its item by now, so that what is written counts as a change. */
  isMirrored: boolean
}

const mark = '#клиенту'

/** Restarting the backend and what it sent before it died take so long. */
const unlikeOursAfterMs = 10_000

/** One random but plausible thing that somebody does. */
export async function act(given: Act): Promise<void> {
  const { stories, random } = given
  const [first, ...others] = stories
  if (!first || random.chance(0.1)) {
    stories.push(await file(given))
    return
  }
  const scene = await sceneOf(given, random.pick([first, ...others]))
  await random.pick(deeds)(scene)
}

type Deed = (scene: Scene) => Promise<void>

async function file({ people, random, label }: Act): Promise<Story> {
  const title = `Касса ${label}.`
  const isAuthorised = random.chance(0.85)
  const files = random.chance(0.3) ? 1 + random.below(2) : 0
  const values = {
    category: 'technical',
    description: `Не печатает ${label}.`,
    impact: 'Очередь.',
    environment: 'Битрикс24 коробка',
  }
  const itemId = await people.customer.addItem(
    isAuthorised ? random.pick(authorised) : unauthorised,
    title,
    {
      ...values,
      level: String(1 + random.below(4)),
      consentPhone: random.chance(0.5),
      consentReply: random.chance(0.5),
    },
  )
  for (let index = 0; index < files; index += 1)
    await people.customer.addFile(authorised[0], itemId, `снимок ${label}-${String(index)}.png`)
  return { itemId, title, isAuthorised, values, said: [], moved: [], files }
}

/** The engineer finds the ticket by its title; before it is mirrored there is nothing to do for him. */
async function sceneOf(given: Act, story: Story): Promise<Scene> {
  const { people, random } = given
  const { customer, partner } = people
  const mirror = (await partner.items()).find(({ title }) => title.endsWith(story.title))
  const isMirrored = mirror !== undefined
  if (!mirror || random.chance(0.5)) {
    const userId = random.chance(0.15) ? unauthorised : random.pick(authorised)
    return { ...given, story, isMirrored, desk: customer, itemId: story.itemId, userId }
  }
  const userId = random.pick(engineers)
  return { ...given, story, isMirrored, desk: partner, itemId: mirror.id, userId }
}

async function write({ story, desk, itemId, userId, random, label }: Scene): Promise<void> {
  const { side } = desk
  const isPublic = side === 'customer' ? userId !== unauthorised : random.chance(0.75)
  const text = `Сказано ${label}.`
  const asks = side === 'partner' && isPublic && random.chance(0.3)
  const files = random.chance(0.15) ? [`вложение ${label}.png`] : []
  const said = { side, userId, text, isPublic, asks, files }
  const commentId = await desk.addComment(userId, itemId, { text: asWritten(said), files })
  story.said.push({ ...said, commentId, isRemarked: false, isDeleted: false })
}

function asWritten({
  side,
  text,
  isPublic,
  asks,
}: Omit<Said, 'commentId' | 'isDeleted' | 'isRemarked'>) {
  return side === 'customer' || !isPublic ? text : `${mark}${asks ? '?' : ''} ${text}`
}

/**
 * New words, and sometimes the mark comes or goes with them. What the other side has seen stays public;
 * of what it has not, nobody can know that it ever was.
 */
async function edit({ people, story, random, label }: Scene): Promise<void> {
  const said = choose(story, random)
  if (!said) return
  const { side } = said
  const text = `${said.text.replace(/ Правка .*$/, '')} Правка ${label}.`
  const wantsMarkChanged = side === 'partner' && random.chance(0.2)
  const isMarkChanged = wantsMarkChanged && (!said.isPublic || (await isSeen(people, story, said)))
  const isMarked = isMarkChanged ? !said.isPublic : said.isPublic
  const written = asWritten({ ...said, text, isPublic: isMarked })
  await people[side].editComment(said.userId, said.commentId, written)
  said.text = text
  if (isMarkChanged) Object.assign(said, { isPublic: true, isRemarked: true })
}

async function isSeen({ customer }: People, story: Story, said: Said): Promise<boolean> {
  const comments = await customer.comments(story.itemId)
  return comments.some(({ text }) => text.includes(labelOf(said)))
}

async function remove({ people, story, random }: Scene): Promise<void> {
  const said = random.chance(0.6) ? choose(story, random) : undefined
  if (!said) return
  await people[said.side].deleteComment(said.userId, said.commentId)
  said.isDeleted = true
}

function choose({ said }: Story, random: Random): Said | undefined {
  const [first, ...others] = said.filter((one) => !one.isDeleted)
  return first && random.pick([first, ...others])
}

/** Mostly where his side may move it, at times where it may not. */
async function move(scene: Scene): Promise<void> {
  const { desk, itemId, random } = scene
  const from = desk.stageOf(await desk.item(itemId))
  const others = stages.filter((stage) => stage !== from && stage !== 'decision')
  const allowed = others.filter((to) => from !== undefined && mayMove(desk.side, from, to))
  const [first, ...rest] = random.chance(0.75) ? allowed : others
  const to = first && random.pick([first, ...rest])
  if (to && !(await isLikeOurs(scene, to))) await put(scene, to)
}

/**
 * Whether we may be moving it there just now, because the other side was, or because it belongs there,
 * or did before the last move, and we put it back. A stage history does not say who moved, so that of
 * two such moves neither can be told from the other if our answer is lost.
 */
async function isLikeOurs(scene: Scene, to: Stage): Promise<boolean> {
  const { story, now } = scene
  if (to === inOrder(story).stage) return true
  const last = story.moved.at(-1)
  if (!last || story.moved.every((move) => move.to !== to)) return false
  return now() - last.at < unlikeOursAfterMs || !(await scene.isQuiet())
}

/** Our backend may move it in the same moment: his row is the first that is new. */
async function put({ desk, itemId, userId, story, random }: Scene, to: Stage): Promise<void> {
  const last = (await desk.moves(itemId)).at(-1)?.id ?? 0
  if (random.chance(0.2)) await desk.changeAsRobot(itemId, { stage: to })
  else await desk.updateItem(userId, itemId, { stage: to })
  const row = (await desk.moves(itemId)).find((one) => one.id > last && one.stage === to)
  if (row) story.moved.push({ side: desk.side, id: row.id, at: row.at, to })
}

/** Somebody changes a field, his own or one that is not his. */
async function fill({ desk, itemId, userId, story, random, label, isMirrored }: Scene) {
  const isCustomer = desk.side === 'customer'
  const own: [FieldKey, string][] = isCustomer
    ? [
        ['description', `Не печатает ${label}.`],
        ['impact', `Очередь ${label}.`],
      ]
    : [
        ['solution', `Переставили ${label}.`],
        ['category', random.pick(['database', 'recovery', 'technical'])],
        ['level', String(1 + random.below(4))],
      ]
  const foreign: [FieldKey, string][] = isCustomer
    ? [
        ['solution', `Сам починил ${label}.`],
        ['category', 'documentation'],
        ['number', `№ ${label}`],
      ]
    : [
        ['description', `Печатает ${label}.`],
        ['number', `№ ${label}`],
      ]
  const isOwn = !isMirrored || random.chance(0.6)
  const list = isOwn ? own : foreign
  const [key, value] = list[random.below(list.length)] ?? ['description', '']
  const values = { [key]: value }
  if (random.chance(0.2)) await desk.changeAsRobot(itemId, { values })
  else await desk.updateItem(userId, itemId, { values })
  // The engine has a say in the level too.
  if (isOwn && key !== 'level') story.values[key] = value
}

async function retitle({ people, story, random, label }: Scene): Promise<void> {
  if (random.chance(0.7)) return
  const title = `Касса ${label}.`
  await people.customer.updateItem(authorised[0], story.itemId, { title })
  story.title = title
}

/** Not while we carry another one over: the portal replaces the whole list, and one of the two is lost. */
async function attach(scene: Scene): Promise<void> {
  const { desk, itemId, userId, story, label, isMirrored } = scene
  if (!isMirrored || !(await scene.isQuiet())) return
  await desk.addFile(userId, itemId, `файл ${label}.png`)
  story.files += 1
}

const deeds: [Deed, ...Deed[]] = [
  write,
  ...[write, write, write],
  ...[edit, edit, remove, move, move, move, fill, fill, retitle, attach],
]
