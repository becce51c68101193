import type { OpenSession, Session } from '../../shared/api/session.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { AppInfo, AppKeys, OAuth } from '../bitrix/oauth.ts'
import type { Profile, profile } from '../bitrix/people.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import { AppError } from '../errors.ts'
import type { AppKeyRing, KnownKeys } from './app-keys.ts'
import { isSameSecret } from '../same-secret.ts'
import type { Boot } from './boot.ts'
import { portalView } from './portal-view.ts'
import { idleSetup } from './set-up-portal.ts'

export type SignSession = (claims: {
  memberId: string
  user: Profile
}) => Promise<{ token: string; expiresAt: number }>

type Deps = {
  oauth: OAuth
  clients: PortalClients
  commands: { profile: typeof profile }
  db: Database
  openBoot(sealed: string): Boot
  sign: SignSession
  appKeys: Pick<AppKeyRing, 'ofToken'>
  clock: Clock
}

/** A verified administrator's visit renews the service token when it is older than this. */
const serviceTokenAgeMs = 24 * 60 * 60_000

/**
 * Turns what a frame knows into a session, believing nothing of it: the OAuth server says which
 * app and portal the token was issued for, the portal says who the user is (platform.md §2.7).
 *
 * @throws AppError 'unauthorized' when a proof fails; 'forbidden' when the portal is unknown and the
 *   visitor is no administrator
 */
export function createOpenSession(deps: Deps) {
  return async function openSession(request: OpenSession): Promise<Session> {
    const boot = openBoot(request.boot)
    const proof = await proveToken(boot, request)
    const user = await deps.clients
      .asUser(proof.clientEndpoint, proof.accessToken)
      .run(deps.commands.profile())
    const portal = await keepPortal(proof, user, boot)
    await deps.db.portals.rememberUsers(
      portal.memberId,
      new Map([[user.id, user.name]]),
      deps.clock.now(),
    )
    const { token, expiresAt } = await deps.sign({ memberId: portal.memberId, user })
    const { memberId } = portal
    const officeRole = await deps.db.officeRoles.roleOf({ ...user, memberId, userId: user.id })
    return {
      ...{ token, expiresAt },
      portal: portalView(portal, await linkOf(portal)),
      user: { ...user, officeRole },
    }
  }

  function openBoot(sealed: string): Boot {
    try {
      return deps.openBoot(sealed)
    } catch (cause) {
      throw refused('The page was not made by us', cause)
    }
  }

  async function linkOf(portal: Portal) {
    if (portal.role !== 'customer') return undefined
    return (await deps.db.contracts.findOfCustomer(portal.memberId))?.state
  }

  type Proof = {
    memberId: string
    clientEndpoint: string
    accessToken: string
    refreshToken: string | undefined
    keys: KnownKeys
  }

  type Visit = { proof: Proof; user: Profile; boot: Boot }

  async function proveToken(boot: Boot, request: OpenSession): Promise<Proof> {
    if (!deps.oauth.isAllowed(boot.serverEndpoint)) throw refused('Unknown OAuth server')
    const info = await deps.oauth
      .appInfo(boot.serverEndpoint, request.accessToken)
      .catch((cause: unknown) => {
        throw refused('The OAuth server does not know this token', cause)
      })
    return proofOf(info, request)
  }

  async function proofOf(info: AppInfo, request: OpenSession): Promise<Proof> {
    if (info.memberId === null) throw refused('The OAuth server names no portal')
    const keys = await deps.appKeys.ofToken(info.clientId ?? '', info.memberId)
    if (!keys) throw refused('The token belongs to another app')
    return {
      memberId: info.memberId,
      clientEndpoint: info.clientEndpoint,
      accessToken: request.accessToken,
      refreshToken: request.refreshToken,
      keys,
    }
  }

  async function keepPortal(proof: Proof, user: Profile, boot: Boot): Promise<Portal> {
    const known = await deps.db.portals.find(proof.memberId)
    // Keys that no portal has proven yet are proven by an installation, and by nothing else.
    const isInstalled = known?.isInstalled === true && proof.keys.isProven
    if (isInstalled && !(await wantsVisit(known, { proof, user, boot }))) return known
    const { refreshToken, keys } = proof
    const { clientId, clientSecret } = keys
    if (!user.isAdmin || refreshToken === undefined || clientSecret === null) {
      if (isInstalled) return known
      throw new AppError('forbidden', 'An administrator of the portal has to open the app first')
    }
    return installPortal(known, { ...proof, refreshToken, app: { clientId, clientSecret } }, boot)
  }

  /** Whether there is something to learn of an administrator's visit. */
  async function wantsVisit(portal: Portal, { proof, user, boot }: Visit): Promise<boolean> {
    if (!user.isAdmin || proof.refreshToken === undefined) return false
    if (isNewInstallation(portal, boot)) return true
    const { trouble } = await deps.db.upkeep.find(portal.memberId)
    if (trouble?.kind === 'noAccess' || trouble?.kind === 'badKeys') return true
    const tokens = await deps.db.tokens.read(portal.memberId)
    const hasMoved = portal.clientEndpoint !== proof.clientEndpoint
    return !tokens || hasMoved || tokens.refreshedAt < deps.clock.now() - serviceTokenAgeMs
  }

  /** The refresh with our secret is the proof that counts: only we can make it. */
  async function installPortal(
    known: Portal | undefined,
    proof: Proof & { refreshToken: string; app: AppKeys },
    boot: Boot,
  ): Promise<Portal> {
    const tokens = await deps.oauth
      .refresh(proof.app, boot.serverEndpoint, proof.refreshToken)
      .catch((cause: unknown) => {
        throw refused('The refresh token was not accepted', cause)
      })
    if (tokens.memberId !== proof.memberId) throw refused('The tokens are of two portals')
    const now = deps.clock.now()
    const portal: Portal = {
      ...(known ?? newPortal(proof.memberId, now)),
      host: new URL(tokens.clientEndpoint).host,
      clientEndpoint: tokens.clientEndpoint,
      serverEndpoint: tokens.serverEndpoint,
      isInstalled: true,
    }
    if (boot.applicationToken !== null) portal.applicationToken = boot.applicationToken
    // The portal has forgotten our handlers with the former installation.
    if (known && isNewInstallation(known, boot) && known.setup.state !== 'idle')
      portal.setup = idleSetup('running')
    await deps.db.transaction(async (stores) => {
      const { clientId, isProven } = proof.keys
      if (!isProven && !(await stores.localApps.bind(clientId, portal.memberId)))
        throw refused('The keys of this app belong to another portal')
      await stores.portals.save(portal)
      await stores.tokens.save({ ...tokens, refreshedAt: now })
      await stores.upkeep.scheduleCheck(portal.memberId, now)
    })
    deps.clients.forget(portal.memberId)
    return portal
  }
}

/** An update or a reinstall brings another proof of events. */
const isNewInstallation = (known: Portal, boot: Boot) =>
  !known.isInstalled ||
  (boot.applicationToken !== null &&
    !isSameSecret(boot.applicationToken, known.applicationToken ?? ''))

const newPortal = (memberId: string, createdAt: Instant) => ({
  memberId,
  role: null,
  applicationToken: null,
  place: null,
  setup: { state: 'idle' as const, steps: [] },
  language: 'ru' as const,
  createdAt,
  sweptUntil: createdAt,
})

const refused = (message: string, cause?: unknown) =>
  new AppError('unauthorized', message, cause === undefined ? undefined : { cause })
