import { setTimeout as sleep } from 'node:timers/promises'
import { compare } from './compare.ts'
import { strike } from './faults.ts'
import { act } from './play.ts'
import { createRandom, type Random } from './random.ts'
import type { Story } from './story.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'

const actsOfRound = 30
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Later than the longest pause before something is tried again. */
const patienceMs = 11 * minuteMs

/** The latest reading of each card is later than this: closed tickets are read once a day. */
const healingMs = [3 * minuteMs, 61 * minuteMs, dayMs + minuteMs, 3 * minuteMs]

/** How long nothing may change before time is moved on, and how often that is done. */
const stillMs = 1200
const mostJumps = 50

/** People act, faults strike, backends die; then all heals, and both portals must tell the same. */
export async function runRound(world: World, seed: string): Promise<Verdict> {
  const stories: Story[] = []
  for (let index = 1; index <= actsOfRound; index += 1) {
    // A word that may also be part of a file's name.
    const label = `${seed}-${String(index)}`
    // Each act chooses for itself, so that one that went another way changes no other.
    const random = createRandom(label)
    // Starting anew takes seconds: nobody acts for minutes meanwhile.
    const passes = random.chance(0.5) ? random.below(40_000) : 0
    if (world.backends.areUp) world.clock.advance(passes)
    if (random.chance(0.3)) strike(world.people, random)
    if (random.chance(0.08)) killSoon(world, random, 100)
    const { people, clock } = world
    await act({ people, stories, random, label, isQuiet: () => isQuiet(world), now: clock.now })
    await sleep(random.below(50))
  }
  await heal(world, createRandom(`${seed}/heal`))
  return compare(world.people, stories, world.db)
}

function killSoon({ backends, replicas }: World, random: Random, withinMs: number): void {
  const index = random.below(replicas)
  setTimeout(() => {
    backends.kill(index)
  }, random.below(withinMs))
}

async function isQuiet({ db, emulator }: World): Promise<boolean> {
  await emulator.idle()
  return (await waitingIn(db)).every((count) => count === 0)
}

const waitingIn = async (db: World['db']) => [
  await db.inbox.count(),
  await db.outbox.countWaiting(),
]

/** Also cards that are to be looked at by now. */
const leftIn = async ({ db, clock }: World) => [
  ...(await waitingIn(db)),
  (await db.tickets.listToSweep(clock.now(), 1, 'all')).length,
]

/** No faults any more; time passes until every sweep and every repetition has had its turn. */
async function heal(world: World, random: Random): Promise<void> {
  const { people, backends, clock } = world
  people.customer.portal.faults.clear()
  people.partner.portal.faults.clear()
  for (const [index, ms] of healingMs.entries()) {
    clock.advance(ms)
    // Also while it works off what has piled up.
    if (index < 2 && random.chance(0.3)) killSoon(world, random, 300)
    await backends.allUp()
    await backends.look()
    await rest(world)
  }
}

/**
 * Until nothing waits, in two looks one after the other; what waits for its time gets it.
 *
 * @throws Error when there is no end of it
 */
async function rest(world: World): Promise<void> {
  const { emulator, clock, backends } = world
  let before = ''
  let changedAt = Date.now()
  for (let still = 0, jumps = 0; still < 2;) {
    await emulator.idle()
    const left = await leftIn(world)
    still = left.every((count) => count === 0) ? still + 1 : 0
    if (left.join() !== before) changedAt = Date.now()
    before = left.join()
    if (Date.now() - changedAt > stillMs) {
      jumps += 1
      if (jumps > mostJumps) throw new Error(`Signals, effects and cards are left: ${before}`)
      clock.advance(patienceMs)
      await backends.allUp()
      await world.openApps()
      await backends.look()
      changedAt = Date.now()
    }
    await sleep(20)
  }
}
