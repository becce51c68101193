import type { Condition, PortalCondition, Queue } from '../../../shared/api/condition.ts'
import type { Instant } from '../../../shared/time.ts'

/** What should be done: `condition.advice.{key}` says it, `section` is the page where it is done. */
export type Advice = { key: string; tone: 'red' | 'orange'; section?: string; since?: Instant }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** What waits longer than this does not wait for its turn. */
const lateMs = 5 * minuteMs
/** A certificate that renews itself is younger. */
const certificateMs = 20 * dayMs

const isLate = ({ oldestAt }: Queue, now: Instant) => oldestAt !== null && now - oldestAt > lateMs

/** A trouble says by itself what to do; this is what else there is. */
export function adviceOnPortal(portal: PortalCondition, now: Instant): Advice[] {
  switch (portal.standing) {
    case 'linking':
      return [{ key: 'linking', tone: 'orange', section: 'contracts' }]
    case 'setUpFailed':
      return [{ key: 'setUpFailed', tone: 'red' }]
    case 'ready':
      return portal.trouble ? [] : adviceOnExchange(portal, now)
    case 'settingUp':
    case 'uninstalled':
      return []
  }
}

function adviceOnExchange(portal: PortalCondition, now: Instant): Advice[] {
  const { silentSince, budget, inbox, outbox } = portal
  if (silentSince !== null) return [{ key: 'silent', tone: 'red', since: silentSince }]
  const found = {
    refused: now - (budget?.refusedAt ?? 0) < hourMs,
    outboxLate: isLate(outbox, now),
    inboxLate: isLate(inbox, now),
  }
  return Object.entries(found).flatMap(([key, isSo]): Advice[] =>
    isSo ? [{ key, tone: 'orange' }] : [],
  )
}

/** On what goes to no single portal. */
export function adviceOnQueues(
  { parked, mails, webhooks, server }: Condition,
  now: Instant,
): Advice[] {
  const advice: Advice[] = []
  if (parked > 0) advice.push({ key: 'parked', tone: 'red', section: 'parked' })
  if (mails.parked > 0) advice.push({ key: 'mailsParked', tone: 'orange', section: 'mails' })
  if (server.sendsMail && isLate(mails, now)) advice.push({ key: 'mailsLate', tone: 'orange' })
  if (webhooks.failed > 0 || isLate(webhooks, now))
    advice.push({ key: 'webhooks', tone: 'orange', section: 'automation' })
  return advice
}

/** For whoever runs the server. */
export function adviceOnServer({ server }: Condition, now: Instant): Advice[] {
  const { certificate, hasOlderKeys, hasOlderSecret } = server
  const advice: Advice[] = []
  if (certificate?.problem) advice.push({ key: 'certificateBad', tone: 'red' })
  else if (certificate?.until && certificate.until - now < certificateMs)
    advice.push({ key: 'certificateEnds', tone: 'red' })
  if (hasOlderKeys) advice.push({ key: 'olderKeys', tone: 'orange' })
  if (hasOlderSecret) advice.push({ key: 'olderSecret', tone: 'orange' })
  return advice
}

const tones = {
  uninstalled: 'gray',
  linking: 'orange',
  settingUp: 'blue',
  setUpFailed: 'red',
  ready: 'green',
} as const

/** One glance at a portal: in trouble or silent it is not green, whatever else it is. */
export function pillOfPortal({ standing, trouble, silentSince }: PortalCondition) {
  if (trouble) return { tone: 'red', key: 'condition.troubled' } as const
  if (silentSince !== null) return { tone: 'red', key: 'condition.silent' } as const
  return { tone: tones[standing], key: `condition.standing.${standing}` } as const
}

/** How many things want somebody's hand. */
export const countOf = (condition: Condition, now: Instant): number =>
  condition.portals.flatMap((portal) => [
    ...(portal.trouble ? [portal.trouble] : []),
    ...adviceOnPortal(portal, now),
  ]).length +
  adviceOnQueues(condition, now).length +
  adviceOnServer(condition, now).length +
  condition.endings.length
