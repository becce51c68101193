import type { Person } from '../../shared/api/contracts.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { AddRescueLink } from './rescue-links.ts'
import { rescueMailOf } from './rescue-texts.ts'

type Deps = {
  db: Database
  clock: Clock
  /** 256 random bits, in letters that fit into an address. */
  newToken: () => string
  hashOf: (token: string) => string
  addRescueLink: AddRescueLink
  isMailOn: boolean
  wakeMails: () => void
}

const minuteMs = 60_000
const linkMinutes = 10
const sessionMs = 2 * 60 * minuteMs
/** More links than this for one address at a time look like somebody else's doing. */
const mostLinks = 3

export type RescueSession = { token: string; lastsMs: number }
export type RescueDoor = ReturnType<typeof createRescueDoor>

/** How a person proves himself without his portal: by a link that reaches his mailbox. */
export function createRescueDoor(deps: Deps) {
  const { db, clock, newToken, hashOf, addRescueLink } = deps
  return {
    isMailOn: deps.isMailOn,

    /** Sends a link when the address is that of an authorised person; says nothing in either case. */
    async askLink(address: string): Promise<void> {
      const email = address.toLowerCase()
      const now = clock.now()
      await db.rescue.dropStale(now)
      const [author] = await rescuePersons(db, email)
      if (!deps.isMailOn || !author) return
      const asked = { after: now, until: now + linkMinutes * minuteMs }
      if ((await db.rescue.countLinks(email, asked)) >= mostLinks) return
      const contract = await db.contracts.find(author.contractId)
      if (!contract) return
      const goodUntil = now + linkMinutes * minuteMs
      await db.transaction(async (stores) => {
        const { url, tokenHash } = await addRescueLink(stores, { email, expiresAt: goodUntil })
        const mail = {
          ...rescueMailOf(author.person.name, url, linkMinutes),
          ...{ key: `rescue:${tokenHash}`, memberId: contract.partnerMemberId, to: email },
          ...{ headers: { 'Auto-Submitted': 'auto-generated' }, about: null, reader: null },
          goodUntil,
        }
        await stores.mails.add([mail], now)
      })
      deps.wakeMails()
    },

    /** @returns null when the link is unknown, used or too old */
    async open(token: string): Promise<RescueSession | null> {
      const now = clock.now()
      const email = await db.rescue.useLink(hashOf(token), now)
      if (email === undefined) return null
      const session = newToken()
      const expiresAt = now + sessionMs
      await db.rescue.addSession({ tokenHash: hashOf(session), email, expiresAt })
      return { token: session, lastsMs: sessionMs }
    },

    /** @returns whose session it is; undefined for none that holds */
    whose: (token: string): Promise<string | undefined> =>
      db.rescue.findSession(hashOf(token), clock.now()),

    leave: (token: string): Promise<void> => db.rescue.endSession(hashOf(token)),
  }
}

/** For whom an address may speak: authorised persons of contracts in force. */
export async function rescuePersons(
  { addressBook }: Pick<Database, 'addressBook'>,
  email: string,
): Promise<{ contractId: string; person: Person }[]> {
  return (await addressBook.find(email)).filter(({ person }) => person.isAuthorised)
}
