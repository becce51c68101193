import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { troubleListSchema } from '../../shared/api/troubles.ts'
import { type App, createApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import { listen } from '../../server/listen.ts'
import { createLog } from '../../server/log.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, commentTexts, openBridge } from '../support/open-bridge.ts'
import { settle } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'

const minuteMs = 60_000

/** TOKEN_KEYS without the key that has sealed what lies in the database. */
describe('a server whose key was taken away at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-lost-key-'))
  const newer = [{ id: 'newer', bytes: Buffer.alloc(32, 'n') }]
  let bridge: Bridge
  let app: App
  let door: Server
  let itemId: number
  let mirrorId: number
  let log: string

  beforeEach(async () => {
    bridge = await openBridge({ databaseFile: join(folder, 'desk.db') })
    itemId = await fileTicket(bridge.customer, { title: 'Не печатается накладная' })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
    await bridge.world.closeDoor()
    await bridge.world.app.stop()
    await startWith(newer)
  })
  afterEach(async () => {
    await stop()
    await bridge.world.emulator.close()
    rmSync(folder, { recursive: true })
  })

  async function startWith(tokenKeys: Config['tokenKeys']): Promise<void> {
    const { config, clock } = bridge.world
    log = ''
    const sink = { write: (line: string) => void (log += line) }
    app = await createApp({ ...config, tokenKeys }, { clock, log: createLog('warn', sink) })
    door = await listen(app.server, config)
  }

  async function stop(): Promise<void> {
    door.closeAllConnections()
    door.close()
    await app.stop()
  }

  async function look(): Promise<void> {
    bridge.world.clock.advance(11 * minuteMs)
    await app.jobs.sweepPortals()
    await settle([app], bridge.world.emulator)
  }
  const rest = async () => {
    await look()
    await look()
  }
  const open = () =>
    Promise.all(
      [bridge.world.partner, bridge.world.customer].map((portal) =>
        visit(bridge.world.appUrl, portal, adminId),
      ),
    )
  const texts = async () => (await commentTexts(bridge.partner, mirrorId)).join()

  it('starts, says what it cannot open, and goes on when administrators open the app', async () => {
    expect(log).toContain('sealed with a key that is not in TOKEN_KEYS')
    expect(log).toContain('"service_tokens.refresh_token":2')
    await comment(bridge.customer, itemId, 'Всё ещё не печатает.')
    await rest()
    expect(await texts()).not.toContain('Всё ещё не печатает.')
    const [maria] = await open()
    await rest()
    expect(await texts()).toContain('Всё ещё не печатает.')
    expect(await maria?.get('/api/troubles', troubleListSchema)).toEqual({ troubles: [] })
  })

  it('goes on as before when the key comes back', async () => {
    await comment(bridge.customer, itemId, 'Всё ещё не печатает.')
    await stop()
    await startWith([...newer, ...bridge.world.config.tokenKeys])
    await rest()
    expect(log).not.toContain('TOKEN_KEYS')
    expect(await texts()).toContain('Всё ещё не печатает.')
  })
})
