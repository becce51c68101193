import { type PortalState } from './state.ts'
import { type Tokens } from './tokens.ts'
import { type Traffic } from './traffic.ts'
import { type EmulatorOptions, type EmulatorSwitches, type OauthServer } from './types.ts'

/** Everything that the portals and the OAuth server of one emulator share. */
export type World = {
  options: EmulatorOptions
  now(): number
  portals: PortalState[]
  tokens: Tokens
  traffic: Traffic
  switches: EmulatorSwitches
  /** http://localhost:PORT/ of both OAuth servers. */
  oauthUrls: Record<OauthServer, string>
  /** Runs a delivery later and counts it until it is done. */
  enqueue(delayMs: number, deliver: () => Promise<void>): void
}

/** The portal's own clock, which a fault may put wrong. */
export const portalNow = (world: World, portal: PortalState): number =>
  world.now() + (portal.faults.state('clockSkew')?.ms ?? 0)

/** The OAuth server that knows the portal. */
export const oauthServerOf = (portal: PortalState): OauthServer =>
  portal.seed.oauthServer ?? 'first'

export const oauthUrlOf = (world: World, portal: PortalState): string =>
  world.oauthUrls[oauthServerOf(portal)]

export const serverEndpoint = (world: World, portal: PortalState): string =>
  `${oauthUrlOf(world, portal)}rest/`
export const clientEndpoint = (portal: PortalState): string => `${portal.url}/rest/`
