/** What can go wrong on demand. The first group hits REST calls, the second events. */
export const callFaults = [
  /** The write takes place, its answer never arrives. */
  'answerLost',
  'slow',
  'html500',
  'reset',
  'limit503',
  'limit429',
  'tokenExpired',
  'restClosed',
  'portalDeleted',
  'methodMissing',
  /** A refusal whose words and code repeat what was sent. */
  'quoting',
  /** The method is charged `ms` of operating time. */
  'heavy',
  /** 302 to `to`, as after a change of the portal's domain. */
  'moved',
] as const

export const eventFaults = ['eventLost', 'eventDoubled', 'eventDelayed', 'eventSwapped'] as const

/** States that last until they are cleared or `forMs` is over. */
export const stateFaults = ['portalDown', 'queueBlocked', 'clockSkew', 'paymentExpired'] as const

export type CallFault = (typeof callFaults)[number]
export type EventFault = (typeof eventFaults)[number]
export type StateFault = (typeof stateFaults)[number]
export type FaultName = CallFault | EventFault | StateFault

export type FaultRule = {
  fault: FaultName
  /** REST method or event, `*` for any part; default all. */
  target?: string
  /** How often it strikes, default once; 0 = until cleared. States ignore it. */
  times?: number
  /** Milliseconds of slowness, delay or skew. */
  ms?: number
  /** The rule ends after so much of the emulator's time. */
  forMs?: number
  /** New base address for `moved`. */
  to?: string
}

type Armed = FaultRule & { left: number; endsAt: number }

/** Whether a method or event is meant by a name with `*` for any part. */
export const matchesName = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(
    name,
  )

const matches = (rule: Armed, target: string): boolean =>
  rule.target === undefined || matchesName(rule.target, target)

const shown = (rule: Armed): FaultRule =>
  Object.fromEntries(
    Object.entries(rule).filter(([key]) => key !== 'left' && key !== 'endsAt'),
  ) as FaultRule

export type Faults = ReturnType<typeof createFaults>

/** The switchboard of one portal. */
export function createFaults(now: () => number) {
  let armed: Armed[] = []
  const alive = () => {
    armed = armed.filter((rule) => rule.left > 0 && rule.endsAt > now())
    return armed
  }
  const find = (names: readonly string[], target: string) =>
    alive().find((rule) => names.includes(rule.fault) && matches(rule, target))

  return {
    add(rule: FaultRule): void {
      const isState = (stateFaults as readonly string[]).includes(rule.fault)
      const times = rule.times ?? 1
      const left = isState || times === 0 ? Infinity : times
      armed.push({ ...rule, left, endsAt: now() + (rule.forMs ?? Infinity) })
    },
    clear(): void {
      armed = []
    },
    list: (): FaultRule[] => alive().map(shown),
    /** The fault that strikes this call or event, counted off. */
    strike<Name extends FaultName>(names: readonly Name[], target: string) {
      const rule = find(names, target)
      if (rule) rule.left -= 1
      return rule as (FaultRule & { fault: Name }) | undefined
    },
    state: (name: StateFault): FaultRule | undefined => find([name], ''),
  }
}
