import { type FramePost, type Portal } from '../types.ts'

const peopleWhoOpenedTheApp = new WeakMap<Portal, Set<number>>()

/** The frame command `setInstall`: from now on this person's `FIRST_RUN` is false. */
export function noteFirstRun(portal: Portal, userId: number): void {
  const people = peopleWhoOpenedTheApp.get(portal) ?? new Set()
  peopleWhoOpenedTheApp.set(portal, people.add(userId))
}

/** What the portal page answers to the frame command `getInitData` (reference/sdk.md §2). */
export function frameInitData(portal: Portal, userId: number, frame: FramePost) {
  const { fields } = frame
  return {
    LANG: portal.language,
    DOMAIN: portal.domain,
    PROTOCOL: portal.url.startsWith('https:') ? 1 : 0,
    PATH: '/rest',
    AUTH_ID: fields.AUTH_ID,
    AUTH_EXPIRES: fields.AUTH_EXPIRES,
    REFRESH_ID: fields.REFRESH_ID,
    MEMBER_ID: portal.memberId,
    FIRST_RUN: !peopleWhoOpenedTheApp.get(portal)?.has(userId),
    IS_ADMIN: portal.users.some((user) => user.id === userId && user.isAdmin),
    INSTALL: !portal.app.isFinished,
    USER_OPTIONS: phpArray(portal.userOptions(userId)),
    APP_OPTIONS: phpArray(portal.appOptions),
    PLACEMENT: fields.PLACEMENT,
    PLACEMENT_OPTIONS: placementOptions(fields.PLACEMENT_OPTIONS),
  }
}

/** An application page without options gets an empty string, as SDK 2.2.0 meets it in portals. */
function placementOptions(json: string | undefined): unknown {
  return json === undefined || json === '' ? '' : JSON.parse(json)
}

/** PHP writes an empty map as an empty list. */
function phpArray(map: Record<string, unknown>): Record<string, unknown> | [] {
  return Object.keys(map).length === 0 ? [] : map
}
