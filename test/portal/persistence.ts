import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { type PortalState, emptyApp } from './state.ts'
import { type TokenSnapshot } from './tokens.ts'
import { type World } from './world.ts'

/** What belongs to a run rather than to the portal: addresses, people, faults, limits, queues. */
const ofTheRun = new Set([
  'url',
  'domain',
  'seed',
  'users',
  'faults',
  'limits',
  'offline',
  'penalties',
  'held',
])

type Saved = { portals: [memberId: string, state: Partial<PortalState>][]; tokens: TokenSnapshot }

/**
 * Keeps the records of the portals in a file between runs. Tokens go with them: an app that was
 * installed stays installed.
 */
export function createPersistence(world: World, file: string) {
  let written: Buffer | null = null

  return {
    load(): void {
      if (!existsSync(file)) return
      const saved = deserialize(readFileSync(file)) as Saved
      for (const [memberId, state] of saved.portals) {
        const portal = world.portals.find((one) => one.memberId === memberId)
        if (!portal) continue
        Object.assign(portal, state)
        // An older file knows less of an app than there is to know now.
        for (const app of portal.apps.values()) {
          Object.assign(app, { ...emptyApp(world.options.app), ...app })
        }
      }
      world.tokens.restore(saved.tokens)
    },

    /** Writes whole or not at all, and only what has changed. */
    save(): void {
      const bytes = serialize({
        portals: world.portals.map((portal) => [portal.memberId, recordsOf(portal)]),
        tokens: world.tokens.snapshot(),
      })
      if (written?.equals(bytes) === true) return
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.new`, bytes)
      renameSync(`${file}.new`, file)
      written = bytes
    },
  }
}

const recordsOf = (portal: PortalState) =>
  Object.fromEntries(Object.entries(portal).filter(([name]) => !ofTheRun.has(name)))
