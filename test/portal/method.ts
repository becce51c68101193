import { type InstalledApp, type PortalState } from './state.ts'
import { type PortalUser } from './types.ts'
import { type Params } from './values.ts'
import { type World } from './world.ts'

/** One call of one method, after its token has been judged. */
export type Call = {
  world: World
  portal: PortalState
  user: PortalUser
  /** null: the portal's own page in the person's session, or a webhook. */
  app: InstalledApp | null
  /** The access token as it came; goes into download links. */
  token: string
  now: number
  /** `auth_connector` of the call, for the echo rule of offline events. */
  connector: string
  /** Scopes of the incoming webhook that the call came by. */
  webhookScope?: readonly string[]
  /** A robot or the system acts: what it does bears nobody's tokens. */
  isRobot?: boolean
}

/** What the caller may call; null = all, as the portal's own page. */
export const scopesOf = ({ app, webhookScope }: Call): readonly string[] | null =>
  app?.scope ?? webhookScope ?? null

/** Who an event names as its cause. */
export const actorOf = ({ user, connector, isRobot }: Call) => ({
  userId: isRobot ? null : user.id,
  connector,
})

export type Reply = { result: unknown; total?: number; next?: number }

export type Method = {
  /** Any one of these scopes opens the method; none = always open. */
  scope: readonly string[]
  /** Answers only to a token of an app. */
  isAppOnly?: boolean
  /** Old methods take their parameter names in any case; `run` then sees them in upper case. */
  isAnyCase?: boolean
  run(call: Call, params: Params): Reply | Promise<Reply>
}

export type MethodMap = Record<string, Method>

export const reply = (result: unknown): Reply => ({ result })
