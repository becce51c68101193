import { describe, expect, it } from 'vitest'
import { createSessions } from '../../server/http/sessions.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { noon, portal, tokens } from '../support/records.ts'
import { databaseKinds } from '../support/start-database-kinds.ts'

const older = { id: 'test', bytes: Buffer.alloc(32, 't') }
const newer = { id: 'newer', bytes: Buffer.alloc(32, 'n') }

describe.each(databaseKinds)('keys of what is sealed in $kind', ({ start }) => {
  it('what an older key has sealed is sealed anew at the next start, so that it can be taken away', async () => {
    const { db, open, close } = await start()
    await db.portals.save(portal())
    await db.tokens.save(tokens())
    await db.webhooks.add({
      ...{ id: 'w1', memberId: 'romashka', url: 'https://hooks.example/', secret: 'whisper' },
      createdAt: noon,
    })
    const keys = { clientId: 'local.1', clientSecret: 'murmur' }
    expect(await db.localApps.offer('c1', 'first', noon + 1)).toBe(true)
    expect(await db.localApps.offer('c1', 'hash', noon + 1)).toBe(true)
    const app = await db.localApps.ofLink('hash', noon)
    expect(app && (await db.localApps.enter(app, 'hash', keys))).toBe(true)
    expect(await db.localApps.bind('local.1', 'romashka')).toBe(true)
    expect(await db.localApps.bind('local.1', 'lyutik')).toBe(false)
    expect(await db.localApps.offer('c1', 'later', noon + 1)).toBe(false)

    await open(createSecretBox([newer, older]))
    const last = await open(createSecretBox([newer]))
    expect(await last.tokens.read('romashka')).toEqual(tokens())
    expect((await last.portals.find('romashka'))?.applicationToken).toBe('application token')
    expect((await last.webhooks.listOf('romashka'))[0]?.secret).toBe('whisper')
    expect(await last.localApps.ofPortal('romashka')).toMatchObject(keys)
    await close()
  })
})

describe('sessions', () => {
  it('a session that the older secret has signed goes on beside the new one', async () => {
    const clock = { now: () => noon }
    const claims = { memberId: 'romashka', userId: 7, name: 'Анна', isAdmin: false }
    const [before, after] = ['b'.repeat(32), 'a'.repeat(32)]
    const { token } = await createSessions([before], clock).sign(claims)
    expect(await createSessions([after, before], clock).verify(token)).toEqual(claims)
    await expect(createSessions([after], clock).verify(token)).rejects.toThrow('has ended')
  })
})
