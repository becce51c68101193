import type { Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../server/app.ts'
import { listen } from '../../server/listen.ts'
import { type Database, openDatabase } from '../../server/db/database.ts'
import { restoreBackup } from '../../server/db/backup/restore-backup.ts'
import { takeBackup } from '../../server/db/backup/take-backup.ts'
import type { DatabaseTarget } from '../../server/db/open-db.ts'
import { createLog } from '../../server/log.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import { newFolder } from '../support/backup-kit.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { startDatabase } from '../support/start-database.ts'
import { settle } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { compare } from '../torture/compare.ts'
import { openDesk } from '../torture/desk.ts'
import type { People, Said, Story } from '../torture/story.ts'
import { nothingWrong } from '../torture/verdict.ts'

const minuteMs = 60_000
const [bookkeeper, engineer] = [7, 5]

const grounds: { kind: string; makeEmpty: () => Promise<DatabaseTarget> }[] = [
  { kind: 'SQLite', makeEmpty: () => Promise.resolve({ file: join(newFolder(), 'desk.db') }) },
  { kind: 'PostgreSQL', makeEmpty: async () => ({ url: await startDatabase() }) },
]

/** A card that is written anew with the same values shows the same. */
const changing = new Set(['updatedTime', 'updatedBy'])

/** The database is lost; a backup from before is restored, and the portals know more than it does. */
describe.each(grounds)('a restored $kind', ({ makeEmpty }) => {
  let bridge: Bridge
  let people: People
  let stories: Story[]
  let app: App
  let door: Server | undefined
  let db: Database

  beforeEach(async () => {
    const target = await makeEmpty()
    bridge = await openBridge(
      'file' in target ? { databaseFile: target.file } : { databaseUrl: target.url },
    )
    app = bridge.world.app
    db = await open(target)
    door = undefined
    stories = []
    const { customer, partner } = bridge.world
    const deskOf = async (side: Side) => {
      const portal = side === 'customer' ? customer : partner
      const { place } = (await visit(bridge.world.appUrl, portal, adminId)).session.portal
      if (!place) throw new Error('The portal has not been set up')
      return openDesk(side, portal, place)
    }
    people = { customer: await deskOf('customer'), partner: await deskOf('partner') }
  })
  afterEach(async () => {
    await db.close()
    door?.closeAllConnections()
    door?.close()
    if (app !== bridge.world.app) await app.stop()
    await bridge.world.emulator.close()
  })

  const open = (target: DatabaseTarget) =>
    openDatabase(target, createSecretBox(bridge.world.config.tokenKeys))

  /** Until nothing waits any more, or for as long as a portal needs to be given up for now. */
  async function rest(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      await settle([app], bridge.world.emulator)
      if ((await db.inbox.count()) + (await db.outbox.countWaiting()) === 0) return
      await sleep(50)
    }
  }

  async function look(minutes: number): Promise<void> {
    bridge.world.clock.advance(minutes * minuteMs)
    await app.jobs.sweepPortals()
    await rest()
  }

  async function file(title: string, level: 1 | 2 | 3): Promise<Story> {
    const itemId = await fileTicket(bridge.customer, { title, level, hasHint: false })
    const story = { itemId, title, isAuthorised: true, values: {}, said: [], moved: [], files: 0 }
    stories.push(story)
    return story
  }

  async function mirrorOf({ title }: Story): Promise<number> {
    return (await people.partner.items()).find((item) => item.title.endsWith(title))?.id ?? 0
  }

  const cardOf = (story: Story, side: Side) =>
    side === 'customer' ? Promise.resolve(story.itemId) : mirrorOf(story)

  type Words = { by?: number; isInternal?: boolean; asks?: boolean; files?: string[] }

  async function say(story: Story, side: Side, text: string, words: Words = {}): Promise<Said> {
    const {
      by = side === 'customer' ? bookkeeper : engineer,
      isInternal = false,
      asks = false,
      files = [],
    } = words
    const mark = side === 'customer' || isInternal ? '' : asks ? '#клиенту? ' : '#клиенту '
    const comment = { text: mark + text, files }
    const commentId = await people[side].addComment(by, await cardOf(story, side), comment)
    const said: Said = {
      ...{ side, userId: by, commentId, text, isPublic: !isInternal, asks, files },
      ...{ isRemarked: false, isDeleted: false },
    }
    story.said.push(said)
    return said
  }

  async function move(story: Story, side: Side, to: Stage): Promise<void> {
    const desk = people[side]
    const itemId = await cardOf(story, side)
    await desk.updateItem(side === 'customer' ? bookkeeper : engineer, itemId, { stage: to })
    const row = (await desk.moves(itemId)).findLast((one) => one.stage === to)
    story.moved.push({ side, id: row?.id ?? 0, at: row?.at ?? 0, to })
  }

  /** The old database is gone; another process begins on the backup. */
  async function restoreAndStart(backup: string): Promise<void> {
    const { world } = bridge
    await world.closeDoor()
    await app.stop()
    await db.close()
    const database = await makeEmpty()
    await restoreBackup(database, backup, { replace: false, now: world.clock.now() })
    const config = { ...world.config, database }
    app = await createApp(config, { clock: world.clock, log: createLog('silent') })
    door = await listen(app.server, config)
    db = await open(database)
  }

  async function save(): Promise<string> {
    const file = join(newFolder(), 'desk.backup')
    const { config, clock } = bridge.world
    await takeBackup(config.database, file, clock.now())
    return file
  }

  /** All that people see of our tickets in both portals. */
  async function shown() {
    const cards = []
    for (const desk of [people.customer, people.partner])
      for (const { id } of await desk.items()) {
        const item = Object.entries(await desk.item(id)).filter(([name]) => !changing.has(name))
        cards.push({ side: desk.side, item, comments: await desk.comments(id) })
      }
    return cards
  }

  const numbers = () =>
    Promise.all(
      stories.map(async ({ itemId }) => {
        const { memberId } = people.customer.portal
        return (await db.tickets.findByItem(memberId, itemId))?.number ?? 0
      }),
    )

  const told = () =>
    [people.customer, people.partner].flatMap(({ portal }) =>
      portal.users.map(({ id }) =>
        portal
          .notifications(id)
          .map(({ tag, message }) => [tag, message])
          .sort(),
      ),
    )

  /** Two tickets before the backup; afterwards they go on from both sides, and two more are filed. */
  async function live(): Promise<string> {
    const before = await file('Не печатает касса', 2)
    const quiet = await file('Медленно открывается отчёт', 3)
    await rest()
    await say(before, 'customer', 'Очередь до улицы.')
    await say(before, 'partner', 'Смотрим журнал.')
    await rest()
    const backup = await save()
    bridge.world.clock.advance(3 * minuteMs)
    await say(before, 'partner', 'Спросите кассира, горит ли лампа?', { asks: true })
    await move(before, 'partner', 'inWork')
    await rest()
    await say(before, 'customer', 'Лампа не горит.', { files: ['лампа.png'] })
    await say(before, 'partner', 'Похоже на блок питания.', { isInternal: true })
    await rest()
    bridge.world.clock.advance(5 * minuteMs)
    const after = await file('Нет доступа к складу', 1)
    await rest()
    await say(after, 'partner', 'Проверяем права.')
    await say(after, 'customer', 'Ждём на складе.', { by: adminId })
    await move(after, 'partner', 'proposed')
    await rest()
    bridge.world.clock.advance(2 * minuteMs)
    // Nobody but the partner may: it is put back, in the open.
    await move(quiet, 'customer', 'proposed')
    await people.customer.addFile(bookkeeper, quiet.itemId, 'отчёт.png')
    quiet.files += 1
    await move(after, 'customer', 'closed')
    await rest()
    const late = await file('Письма уходят в спам', 3)
    await rest()
    await say(late, 'partner', 'Смотрим настройки домена.')
    await rest()
    return backup
  }

  it('knows again what both portals know, and changes nothing in them', async () => {
    const backup = await live()
    const [cards, notices, before] = [await shown(), told(), await numbers()]
    await restoreAndStart(backup)
    bridge.world.clock.advance(minuteMs)
    await rest()
    await look(61)
    expect(await shown()).toEqual(cards)
    expect(told()).toEqual(notices)
    expect(await compare(people, stories, db)).toEqual(nothingWrong())
    expect(await numbers()).toEqual(before)
  })

  it('goes on: what nobody had heard of yet arrives once, and new tickets have new numbers', async () => {
    const backup = await live()
    const [before] = stories
    await bridge.world.closeDoor()
    await say(before!, 'customer', 'Есть ли новости?')
    await say(before!, 'partner', 'Едем к вам.')
    await file('Не открывается касса', 2)
    await restoreAndStart(backup)
    const [, , after] = stories
    await say(after!, 'customer', 'Спасибо, работает.')
    await look(2)
    await file('Сканер не читает коды', 3)
    await look(61)
    await look(61)
    expect(await compare(people, stories, db)).toEqual(nothingWrong())
    expect((await numbers()).toSorted()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('does not repeat what waited in the backup and has been sent since', async () => {
    const story = await file('Не печатает касса', 2)
    await rest()
    await say(story, 'partner', 'Смотрим журнал.')
    await move(story, 'partner', 'inWork')
    await bridge.world.emulator.idle()
    await app.jobs.processInbox()
    const backup = await save()
    await rest()
    const [cards, notices] = [await shown(), told()]
    await restoreAndStart(backup)
    await rest()
    await look(61)
    expect(await shown()).toEqual(cards)
    expect(told()).toEqual(notices)
    expect(await compare(people, stories, db)).toEqual(nothingWrong())
  })

  it('waits for a portal that does not answer, and says nothing wrong meanwhile', async () => {
    const backup = await live()
    const cards = await shown()
    bridge.world.customer.faults.add({ fault: 'portalDown' })
    await restoreAndStart(backup)
    await rest()
    await look(61)
    bridge.world.customer.faults.clear()
    for (let round = 0; round < 4; round += 1) await look(11)
    expect(await shown()).toEqual(cards)
    expect(await compare(people, stories, db)).toEqual(nothingWrong())
  })
})
