import { type Desk, openDesk } from './desk.ts'
import { type Ground } from './ground.ts'
import { type Target } from './target.ts'

/** Cases of one family of methods, in an order that leaves nothing behind. */
export type Family = {
  name: string
  /**
   * What a live portal may lack. `app`: the token of an app. `emulator`: the cases would leave
   * traces on a live portal (messages, options), or need its faults and queues.
   */
  needs?: 'app' | 'emulator'
  /** A method that not every portal has: without it the cases are left out. */
  asksFor?: string
  play: (desk: Desk, ground: Ground) => Promise<void>
}

export async function isInReach(target: Target, { needs, asksFor }: Family): Promise<boolean> {
  if (needs === 'emulator' && !target.sandbox) return false
  if (needs === 'app' && !target.isApp) return false
  return asksFor === undefined || (await target.has(asksFor))
}

/** Plays the cases and takes away what they have made, also when they break off. */
export async function playFamily(target: Target, ground: Ground, family: Family): Promise<void> {
  const { desk, tidyUp } = openDesk(target)
  try {
    await family.play(desk, ground)
  } finally {
    await tidyUp()
  }
}
