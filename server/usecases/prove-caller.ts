import type { Logger } from 'pino'
import type { OAuth } from '../bitrix/oauth.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { AppKeyRing } from './app-keys.ts'
import { askedTogether } from './asked-together.ts'
import { isSameSecret } from '../same-secret.ts'

type Deps = {
  db: Database
  log: Logger
  oauth: Pick<OAuth, 'isAllowed' | 'appInfo'>
  appKeys: Pick<AppKeyRing, 'ofToken'>
}

/** What a portal's server says of itself when it calls us. */
type Claim = {
  memberId: string
  applicationToken: string | null
  accessToken: string | null
  serverEndpoint: string | null
}

/**
 * Which portal it is that calls us: by its own proof, or by the OAuth server's word where that may be
 * another one now (platform.md §2.7).
 */
export function createProveCaller({ db, log, oauth, appKeys }: Deps) {
  /** @param mayBeNew the proof may have changed with what we are told */
  return async function proveCaller(claim: Claim, mayBeNew: boolean): Promise<Portal | undefined> {
    const portal = await db.portals.find(claim.memberId)
    if (!portal || isProven(portal, claim.applicationToken)) return portal
    const mayLearn = portal.applicationToken === null || mayBeNew
    if (!mayLearn || !portal.isInstalled || !(await isConfirmed(claim))) return undefined
    const { applicationToken } = claim
    await db.portals.save({ ...portal, applicationToken })
    log.info({ memberId: portal.memberId }, 'proof of events learned')
    return { ...portal, applicationToken }
  }

  /** The OAuth server says that the caller's token was issued for our app in this portal. */
  async function isConfirmed(claim: Claim): Promise<boolean> {
    const { accessToken, serverEndpoint, applicationToken } = claim
    if (accessToken === null || serverEndpoint === null || applicationToken === null) return false
    if (!oauth.isAllowed(serverEndpoint)) return false
    try {
      const info = await oauth.appInfo(serverEndpoint, accessToken)
      if (info.clientId === null || info.memberId !== claim.memberId) return false
      return (await appKeys.ofToken(info.clientId, claim.memberId))?.isProven === true
    } catch (error) {
      log.warn({ err: error, memberId: claim.memberId }, 'caller could not be confirmed')
      return false
    }
  }
}

export function isProven(portal: Portal, token: string | null): boolean {
  if (portal.applicationToken === null || token === null) return false
  return isSameSecret(token, portal.applicationToken)
}

/** Whether a caller has the proof of that portal as we know it; asks nobody else. */
export function createIsProof({ portals }: Pick<Database, 'portals'>) {
  // Whoever floods us with one portal's name asks once at a time.
  const find = askedTogether((memberId) => portals.find(memberId))
  return async function isProof(memberId: string, token: string | null): Promise<boolean> {
    const portal = await find(memberId)
    return portal !== undefined && isProven(portal, token)
  }
}
