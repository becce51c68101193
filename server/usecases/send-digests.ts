import { defaultMailChoice } from '../../shared/api/mail-choices.ts'
import { mailBody } from '../../shared/mail-text/mail-body.ts'
import { ticketMailWords } from '../../shared/mail-text/ticket-mail-words.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database, Stores } from '../db/database.ts'
import type { DigestEntry, DigestReader } from '../db/mail-digests-store.ts'
import type { Ours } from '../db/ours.ts'

type Deps = {
  db: Database
  clock: Clock
  headers: Readonly<Record<string, string>>
  /** To which customers write; null when no mail comes in. */
  answerTo: string | null
}

const mostReaders = 50

/** Once a day those who want a digest hear in one mail what is new about all tickets. */
export function createSendDigests({ db, clock, headers, answerTo }: Deps) {
  /** @returns whether there was something to tell */
  return async function sendDigests(ours: Ours): Promise<boolean> {
    const now = clock.now()
    const readers = await db.mailDigests.readersDue(now, mostReaders, ours)
    for (const reader of readers)
      await db.transaction(async (stores) => {
        const entries = await stores.mailDigests.take(reader, now)
        const to = await recipientOf(stores, reader)
        const [first] = entries
        if (!first || !to) return
        const mail = { ...letterOf(entries, to.locale), headers: headersOf(), to: to.email }
        const { memberId } = reader
        const key = `digest:${first.key}`
        await stores.mails.add([{ ...mail, key, memberId, about: null, reader: to.name }], now)
      })
    return readers.length > 0
  }

  function headersOf() {
    return { ...headers, ...(answerTo !== null && { 'Reply-To': answerTo }) }
  }

  function letterOf(entries: readonly DigestEntry[], locale: 'ru' | 'en') {
    const words = ticketMailWords[locale]
    const heads = [...new Set(entries.map(({ head }) => head))]
    const text = heads.map((head) =>
      [head, ...entries.flatMap((one) => (one.head === head ? [one.text] : []))].join('\n\n'),
    )
    const numbers = heads.map((head) => head.split(' ', 1)[0]).join(', ')
    const canAnswer = answerTo !== null
    const foot = canAnswer ? `${words.digestFoot}\n${words.why}` : words.why
    const body = mailBody({ locale, head: '', text: text.join('\n\n\n'), foot, canAnswer: false })
    return { ...body, subject: words.digestSubject(numbers) }
  }
}

/** Who has been taken off the list meanwhile, or is not reached, gets nothing. */
async function recipientOf(stores: Stores, { contractId, personId }: DigestReader) {
  const persons = await stores.contracts.persons(contractId)
  const person = persons.find(({ id, isAuthorised }) => id === personId && isAuthorised)
  const choices = await stores.personMail.listOf(contractId)
  const { locale, bounce } = choices.find((one) => one.personId === personId) ?? {
    ...defaultMailChoice,
    bounce: null,
  }
  return person && bounce === null ? { name: person.name, email: person.email, locale } : undefined
}
