import { defaultMailChoice } from '../../shared/api/mail-choices.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database, Stores } from '../db/database.ts'
import type { MailDraft } from '../db/mail-drafts-store.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import { draftMailBody } from './draft-texts.ts'
import type { MailPlace } from './locate-mail.ts'
import type { AddRescueLink } from './rescue-links.ts'
import { autoReplyHeaders } from './mail-threads.ts'

type Deps = {
  db: Database
  clock: Clock
  addRescueLink: AddRescueLink
  /** Local part of the Message-ID of the mail with this key. */
  mailTokenOf: (key: string) => string
  /** Headers of every mail of ours. */
  headers: Readonly<Record<string, string>>
  /** Without a mail server nobody is sent anything. */
  isMailOn: boolean
}

type Author = NonNullable<MailPlace['author']>
type FreeText = { id: string; mail: Pick<RawMail, 'id'>; words: ReadMail; author: Author }

const dayMs = 24 * 60 * 60_000
/** As long as a visit to the page lasts: nobody sits and waits for this link. */
const linkMs = 2 * 60 * 60_000
const mostAnswers = 5
/** Nobody completes what he wrote so long ago. */
const keptMs = 30 * dayMs
const longestTitle = 250
const longestText = 20_000

const keyOf = (id: string) => `draft:${id}`

/**
 * Free text of a proven person becomes a draft that he completes on the rescue page or by an answer;
 * the link goes to his own mailbox, unless he wants no mail, and a few times a day at most.
 */
export function createKeepDraft(deps: Deps) {
  const { db, clock, addRescueLink, mailTokenOf, headers, isMailOn } = deps
  return {
    async keep(free: FreeText): Promise<void> {
      const { id, mail, words, author } = free
      const person = { contractId: author.contract.id, personId: author.person.id }
      const now = clock.now()
      await db.transaction(async (stores) => {
        await stores.mailDrafts.dropOlder(now - keptMs)
        const locale = await answerLocale(stores, author, now)
        const text = (words.text || words.subject).slice(0, longestText)
        const isNews = await stores.mailDrafts.add({
          ...{ ...person, id, text, mailId: mail.id, createdAt: now },
          title: (words.subject || text).slice(0, longestTitle),
          fileNames: words.files.map(({ name }) => name),
          answeredAt: locale && now,
        })
        if (isNews && locale) await answer(stores, free, { locale, now })
      })
    },

    /** That of the author's drafts to whose mail he answers. */
    async answeredBy({ references }: ReadMail, author: Author): Promise<MailDraft | undefined> {
      const drafts = await db.mailDrafts.listOf({
        ...{ contractId: author.contract.id, personId: author.person.id },
      })
      return drafts.find(({ id }) =>
        references.some((reference) => reference.startsWith(`<${mailTokenOf(keyOf(id))}@`)),
      )
    },
  }

  /** @returns in which language he is answered; null: not at all */
  async function answerLocale(
    { personMail, mailDrafts }: Stores,
    { contract, person }: Author,
    now: Instant,
  ): Promise<'ru' | 'en' | null> {
    const known = await personMail.listOf(contract.id)
    const choice = known.find(({ personId }) => personId === person.id) ?? defaultMailChoice
    if (!isMailOn || choice.wish === 'none') return null
    const key = { contractId: contract.id, personId: person.id }
    const answers = await mailDrafts.countAnswered(key, now - dayMs)
    return answers < mostAnswers ? choice.locale : null
  }

  async function answer(
    stores: Stores,
    { id, words, author }: FreeText,
    { locale, now }: { locale: 'ru' | 'en'; now: Instant },
  ): Promise<void> {
    const { messageId, subject } = words
    const to = author.person.email
    const link = { email: to.toLowerCase(), expiresAt: now + linkMs }
    const { url } = await addRescueLink(stores, link)
    const mail = {
      ...draftMailBody(locale, `${url}.${id}`),
      ...{ to, subject: `Re: ${subject}`, about: null, reader: author.person.name },
      ...{ key: keyOf(id), memberId: author.contract.partnerMemberId, goodUntil: now + keptMs },
      headers: { ...headers, ...autoReplyHeaders(messageId) },
    }
    await stores.mails.add([mail], now)
  }
}

export type KeepDraft = ReturnType<typeof createKeepDraft>
