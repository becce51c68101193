import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyBackup } from '../../server/db/backup/backup-file.ts'
import { restoreBackup } from '../../server/db/backup/restore-backup.ts'
import { takeBackup } from '../../server/db/backup/take-backup.ts'
import { openDatabase } from '../../server/db/database.ts'
import { type DatabaseTarget, openDb } from '../../server/db/open-db.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { contentOf, newFolder, rewrite, textOf } from '../support/backup-kit.ts'
import { buildScript } from '../support/build-script.ts'
import { type Ground, grounds } from '../support/evidence-kinds.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { startDatabase } from '../support/start-database.ts'

const now = Date.parse('2026-11-23T12:00:00Z')

async function query<Row>(target: DatabaseTarget, statement: string): Promise<Row[]> {
  const db = await openDb(target)
  const { rows } = await sql.raw<Row>(statement).execute(db)
  await db.destroy()
  return rows
}

/** What a restoration itself writes or wakes. */
const touched = ['restorations', 'unread_tickets', 'outbox', 'portal_upkeep', 'evidence_checks']

describe.each(grounds)('a backup of $kind', ({ prepare }) => {
  let ground: Ground
  let bridge: Bridge
  let file: string

  beforeAll(async () => {
    ground = await prepare()
    bridge = await openBridge(ground.options)
    const itemId = await fileTicket(bridge.customer, { title: 'Не печатает касса', level: 2 })
    await bridge.world.settle()
    await comment(bridge.customer, itemId, 'Очередь до улицы.')
    await bridge.world.settle()
  })
  afterAll(() => bridge.world.stop())
  beforeEach(() => {
    file = join(newFolder(), 'today.backup')
  })

  const targets = [
    {
      kind: 'SQLite',
      makeEmpty: (): Promise<DatabaseTarget> =>
        Promise.resolve({ file: join(newFolder(), 'other.db') }),
    },
    {
      kind: 'PostgreSQL',
      makeEmpty: async (): Promise<DatabaseTarget> => ({ url: await startDatabase() }),
    },
  ]

  it.each(targets)('is the same in an empty $kind', async ({ makeEmpty }) => {
    const target = await makeEmpty()
    const rows = await takeBackup(ground.target, file, now)
    expect(await restoreBackup(target, file, { replace: false, now })).toEqual({
      ...{ rows, takenAt: now, before: null },
    })
    const again = `${file}.again`
    await takeBackup(target, again, now)
    const [before, after] = [await contentOf(file), await contentOf(again)]
    for (const one of [before, after]) for (const table of touched) one[table] = []
    expect(Object.keys(before).length).toBeGreaterThan(30)
    expect(before.facts?.length).toBeGreaterThan(1)
    expect(after).toEqual(before)
  })

  it('counts on from the numbers that rows have', async () => {
    await takeBackup(ground.target, file, now)
    const target = { url: await startDatabase() }
    await restoreBackup(target, file, { replace: false, now })
    const [last] = await query<{ id: number }>(target, 'select max(id) as id from outbox')
    const db = await openDb(target)
    const row = { member_id: 'm', signal: '{}', is_upkeep: 0, received_at: 0, not_before: 0 }
    await db
      .insertInto('inbox')
      .values({ ...row, attempts: 0 })
      .execute()
    const added = await sql<{ id: number }>`
      insert into outbox (member_id, ticket_id, level, key, effect, state, attempts, revision, is_uncertain, not_before, created_at)
      values ('m', 't', 4, 'k', '{}', 'sent', 0, 1, 0, 0, 0) returning id
    `.execute(db)
    await db.destroy()
    expect(added.rows[0]?.id).toBe((last?.id ?? 0) + 1)
  })

  it('holds one instant although the server goes on writing, and keeps nobody waiting', async () => {
    const db = await openDb(ground.target)
    let written = 0
    const state = { isOver: false }
    const writing = (async () => {
      for (; !state.isOver && written < 5000; written += 1) {
        await db.transaction().execute(async (transaction) => {
          const user = { user_id: written, name: '', seen_at: 0 }
          for (const member_id of ['a', 'b'])
            await transaction
              .insertInto('portal_users')
              .values({ member_id, ...user })
              .execute()
        })
        await setImmediate()
      }
    })()
    while (written < 20) await setImmediate()
    const before = written
    await takeBackup(ground.target, file, now)
    state.isOver = true
    await writing
    await db.destroy()
    const rows = (await contentOf(file)).portal_users ?? []
    const of = (member: string) => rows.filter((row) => row.includes(`"member_id":"${member}"`))
    expect(of('a').length).toBeGreaterThanOrEqual(before)
    expect(of('a').length).toBe(of('b').length)
    expect(written).toBeGreaterThan(before)
  })

  it('holds no token or secret that could be read', async () => {
    const { partner, customer, config } = bridge.world
    await takeBackup(ground.target, file, now)
    const text = textOf(file)
    const sealed = await query<{ access_token: string }>(
      ground.target,
      'select access_token from service_tokens',
    )
    expect(sealed.length).toBe(2)
    for (const { access_token } of sealed) expect(text).toContain(access_token)
    const db = await openDatabase(config.database, createSecretBox(config.tokenKeys))
    for (const { memberId } of [partner, customer]) {
      const { accessToken, refreshToken } = (await db.tokens.read(memberId)) ?? {}
      const { applicationToken } = (await db.portals.find(memberId)) ?? {}
      const secrets = [accessToken, refreshToken, applicationToken].map((one) => one ?? '')
      expect(secrets.every((secret) => secret.length > 20 && !text.includes(secret))).toBe(true)
    }
    await db.close()
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it.each([
    ['another word', (text: string) => text.replace('Не печатает', 'Печатает')],
    ['a row less', (text: string) => text.replace(/^\[.*\n/m, '')],
    ['no end', (text: string) => text.slice(0, text.lastIndexOf('{"rows"'))],
  ])('with %s is refused, and nothing is changed', async (_what, change) => {
    await takeBackup(ground.target, file, now)
    rewrite(file, change)
    const target = { file: join(newFolder(), 'other.db') }
    await expect(restoreBackup(target, file, { replace: false, now })).rejects.toThrow('damaged')
    expect(existsSync(target.file)).toBe(false)
  })

  it('of a newer version, or what is no backup at all, is refused', async () => {
    await takeBackup(ground.target, file, now)
    rewrite(file, (text) => text.replace('"0001-initial"', '"0001-initial","9999-later"'))
    const target = { file: join(newFolder(), 'other.db') }
    const restore = () => restoreBackup(target, file, { replace: false, now })
    await expect(restore()).rejects.toThrow('newer version of this program: 9999-later')
    writeFileSync(file, 'no gzip')
    await expect(restore()).rejects.toThrow('no backup of this program')
  })

  it('is taken and restored by the built commands, which say what they did', async () => {
    const scripts = ['backup', 'restore'].map((name) =>
      buildScript(new URL(`../../server/${name}.ts`, import.meta.url)),
    )
    const [backup = '', restore = ''] = await Promise.all(scripts)
    const run = (script: string, args: string[], target: DatabaseTarget) =>
      spawnSync(process.execPath, [script, ...args], {
        encoding: 'utf8',
        env: 'file' in target ? { DATABASE_FILE: target.file } : { DATABASE_URL: target.url },
      })
    const folder = newFolder()
    const taken = run(backup, [folder], ground.target)
    expect(taken).toMatchObject({ status: 0, stderr: '' })
    expect(taken.stdout).toContain('read again and whole')
    const [name = ''] = readdirSync(folder)
    expect(name).toMatch(/^sla-desk-\d{8}T\d{6}Z\.backup$/)
    const target = { file: join(folder, 'other.db') }
    const restored = run(restore, [join(folder, name)], target)
    expect(restored).toMatchObject({ status: 0, stderr: '' })
    expect(restored.stdout).toContain('are restored')
    const again = run(restore, [join(folder, name)], target)
    expect(again).toMatchObject({ status: 1, stdout: '' })
    expect(again.stderr).toContain('--replace')
    expect(await verifyBackup(join(folder, name))).toBeGreaterThan(10)
  }, 60_000)

  it('is refused while a server runs, and over what is there unless it may be moved aside', async () => {
    await takeBackup(ground.target, file, now)
    const restore = (replace: boolean) => restoreBackup(ground.target, file, { replace, now })
    // Running, it says once a second that it is there.
    await bridge.world.app.jobs.claimPortals()
    await expect(restore(true)).rejects.toThrow('A server is using')
    await bridge.world.app.stop()
    await expect(restore(false)).rejects.toThrow('not empty')
    await query(
      ground.target,
      `update service_tokens set refreshed_at = refreshed_at + 1, access_token = 'newer'`,
    )
    await query(ground.target, `update tickets set title = 'Испорчено'`)
    const { before } = await restore(true)
    const tickets = await query<{ title: string }>(ground.target, 'select title from tickets')
    expect(tickets.map(({ title }) => title)).toEqual(['Не печатает касса'])
    const tokens = await query(
      ground.target,
      `select 1 from service_tokens where access_token = 'newer'`,
    )
    expect(tokens).toHaveLength(2)
    const aside: DatabaseTarget = 'file' in ground.target ? { file: before ?? '' } : ground.target
    const table = 'file' in ground.target ? 'tickets' : `${String(before)}.tickets`
    expect(await query(aside, `select title from ${table}`)).toEqual([{ title: 'Испорчено' }])
  })
})
