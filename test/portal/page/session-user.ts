import { type IncomingMessage } from 'node:http'
import { type Portal } from '../types.ts'

/** Each portal has its own cookie: browsers share cookies between the ports of one host. */
export function sessionCookieName(portal: Portal): string {
  return `portal_${portal.name}_user`
}

/**
 * Who is logged in on the portal page that sends this request, null when nobody is.
 * Two tabs may be two people, so the page's own address comes first (`?user=7`), then the address
 * of the page that holds the link, and only then the cookie, which the last opened page has set.
 */
export function sessionUser(request: IncomingMessage, portal: Portal): number | null {
  const candidates = [
    userInAddress(request.url, portal),
    userInAddress(request.headers.referer, portal),
    userInCookie(request.headers.cookie, portal),
  ]
  return candidates.find((userId) => portal.users.some((user) => user.id === userId)) ?? null
}

function userInAddress(address: string | undefined, portal: Portal): number | null {
  if (address === undefined || !URL.canParse(address, portal.url)) return null
  const url = new URL(address, portal.url)
  return url.origin === portal.url ? Number(url.searchParams.get('user')) : null
}

function userInCookie(header: string | undefined, portal: Portal): number | null {
  const prefix = `${sessionCookieName(portal)}=`
  const cookie = header?.split('; ').find((part) => part.startsWith(prefix))
  return cookie === undefined ? null : Number(cookie.slice(prefix.length))
}
