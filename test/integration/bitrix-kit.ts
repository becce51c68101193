import { pino } from 'pino'
import { createPortalClients, type ServiceTokens } from '../../server/bitrix/client.ts'
import { createGuard } from '../../server/bitrix/guard.ts'
import { createOAuth } from '../../server/bitrix/oauth.ts'
import { startEmulator } from '../portal/emulator.ts'
import type { EmulatorOptions, Portal } from '../portal/types.ts'
import { customerPortal, partnerPortal } from '../support/cast.ts'
import { createMovableClock } from '../support/movable-clock.ts'

const clientId = 'app.5f1d2c3b4a5968.10000001'
const clientSecret = 'secret-of-the-tests'

/** Where set-up shall let the portal call us. */
export const handlers = {
  events: 'http://127.0.0.1:9/bitrix/events',
  robots: 'http://127.0.0.1:9/bitrix/robots',
  placement: 'http://127.0.0.1:9/app',
}

/** One token for each portal, in memory; a renewal counts. */
function createTokenStore() {
  const rows = new Map<string, ServiceTokens>()
  const running = new Map<string, Promise<ServiceTokens>>()
  const counts = { renewals: 0 }
  return {
    rows,
    counts,
    read: (memberId: string) => Promise.resolve(rows.get(memberId)),
    renew(
      memberId: string,
      stale: string,
      renew: (current: ServiceTokens) => Promise<ServiceTokens>,
    ) {
      const current = rows.get(memberId)!
      if (current.accessToken !== stale) return Promise.resolve(current)
      const already = running.get(memberId)
      if (already) return already
      const work = renew(current).then((renewed) => {
        counts.renewals += 1
        rows.set(memberId, renewed)
        running.delete(memberId)
        return renewed
      })
      running.set(memberId, work)
      return work
    },
  }
}

/** The emulator and our adapter before it, without the rest of the server. */
export async function startKit(options: Partial<EmulatorOptions> = {}) {
  const clock = createMovableClock()
  const traffic = process.env['PORTAL_TRAFFIC']
  const emulator = await startEmulator({
    clock,
    app: {
      clientId,
      clientSecret,
      url: 'http://127.0.0.1:9/app',
      scope: ['crm', 'placement', 'user_brief', 'im', 'disk', 'userfieldconfig'],
      code: 'martinsoft.sla',
    },
    portals: [partnerPortal, customerPortal],
    ...(traffic !== undefined && { trafficFile: traffic }),
    ...options,
  })
  const serverEndpoint = `${emulator.oauthUrl}rest/`
  const guard = createGuard({ allowPrivate: ['localhost'], timeoutMs: 5000, maxBytes: 5_000_000 })
  const oauthHosts = [new URL(emulator.oauthUrl).origin]
  const oauth = createOAuth({ guard, oauthHosts, clock })
  const tokens = createTokenStore()
  const newClients = () =>
    createPortalClients({
      guard,
      oauth,
      keysOf: () => Promise.resolve({ clientId, clientSecret }),
      tokens,
      clock,
      log: pino({ level: 'silent' }),
      userAgent: 'sla-desk',
    })
  const clients = newClients()

  return {
    emulator,
    clock,
    guard,
    oauth,
    tokens,
    clients,
    newClients,
    serverEndpoint,
    /** Installs the app and gives a client with an administrator's token. */
    async install(portal: Portal) {
      portal.installApp(1)
      const pair = portal.issueTokens(1)
      tokens.rows.set(portal.memberId, {
        ...pair,
        memberId: portal.memberId,
        expiresAt: clock.now() + pair.expiresIn * 1000,
        refreshedAt: clock.now(),
        clientEndpoint: `${portal.url}/rest/`,
        serverEndpoint,
        userId: 1,
        scope: [],
      })
      return clients.forPortal(portal.memberId)
    },
  }
}

export type Kit = Awaited<ReturnType<typeof startKit>>
