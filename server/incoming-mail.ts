import { createHash } from 'node:crypto'
import { ipKeyGenerator } from 'express-rate-limit'
import type { DNSResolver } from 'mailauth'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import { toSafeText } from './bitrix/bbcode.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { mailTokenOf } from './db/mails-store.ts'
import type { RawMail } from './db/raw-mails-store.ts'
import type { IncomingMailConfig } from './incoming-mail-config.ts'
import { createReadMails } from './jobs/read-mails.ts'
import { createDeskAddress } from './mail/desk-address.ts'
import { createImapPoller } from './mail/imap-poller.ts'
import { ownMailHeaders } from './mail/mail-kind.ts'
import { createProveSender } from './mail/prove-sender.ts'
import { readMail } from './mail/read-mail.ts'
import { createSmtpDoor } from './mail/smtp-door.ts'
import { createThreadTokens } from './mail/thread-token.ts'
import { hashOf, newToken } from './one-time-token.ts'
import { createOutside } from './outside.ts'
import { createAdmitMail } from './usecases/admit-mail.ts'
import { type AskToConfirm, createAskToConfirm } from './usecases/ask-to-confirm.ts'
import { createConfirmMail } from './usecases/confirm-mail.ts'
import { createKeepDraft } from './usecases/keep-draft.ts'
import { createKeepMail } from './usecases/keep-mail.ts'
import { createKeepParkedMails } from './usecases/keep-parked-mails.ts'
import { createLetInMail } from './usecases/let-in-mail.ts'
import { createLocateMail } from './usecases/locate-mail.ts'
import { createFilesOfMail } from './usecases/mail-files.ts'
import { createRescueLinks } from './usecases/rescue-links.ts'
import { createTakeMail } from './usecases/take-mail.ts'

type WakenJob = 'readMails' | 'pollMailbox' | 'processInbox' | 'deliverOutbox' | 'deliverMails'
type World = {
  clock: Clock
  log: Logger
  resolver?: DNSResolver
  wake: (...jobs: WakenJob[]) => () => void
}

/** The part of the app that takes customers' mail in; without an address there is none. */
export function createIncomingMail(db: Database, config: Config, world: World) {
  const { incomingMail } = config
  const { clock } = world
  const parked = createKeepParkedMails({ db, clock, wakeMails: world.wake('deliverMails') })
  const isOutgoingOn = config.mail !== null
  if (!incomingMail)
    return {
      ...{ ...nothingComes, filesOf: createFilesOfMail({ db, read }) },
      mails: {
        ...createKeepMail({ db, address: null, isOutgoingOn, read, letIn: null }),
        parked,
      },
    }
  const { address } = incomingMail
  const desk = createDeskAddress(address)
  const readOurs = (mail: StoredMail) => read(mail, desk.isOurs)
  const { smtp, mailbox } = doorsOf(db, incomingMail, { ...world, isOurs: desk.isOurs })
  const outside = createOutside(db, { clock, wakeInbox: world.wake('processInbox') })
  const filesOf = createFilesOfMail({ db, read: readOurs })
  const admit = createAdmitMail({
    ...{ db, ...outside, idOf: uuidOf, filesOfMail: filesOf },
    drafts: draftsOf(db, config, clock),
  })
  const locate = createLocateMail({ db, desk, threads: createThreadTokens(config.sessionSecrets) })
  const telling = { db, toSafeText, clock, wake: world.wake('deliverOutbox', 'deliverMails') }
  const takeMail = createTakeMail({
    ...{ ...telling, locate, admit, read: readOurs },
    askToConfirm: config.mail ? askerOf(address, config) : nobody,
    prove: createProveSender({
      authservId: incomingMail.imap?.authservId ?? '',
      ...(world.resolver && { resolver: world.resolver }),
    }),
  })
  const letIn = createLetInMail({ read: readOurs, locate, admit, clock })
  return {
    mails: { ...createKeepMail({ db, address, isOutgoingOn, read: readOurs, letIn }), parked },
    confirm: createConfirmMail({ ...telling, hashOf, letIn }),
    filesOf,
    readMails: createReadMails({ ...world, db, takeMail }),
    pollMailbox: async () => (await mailbox?.poll()) ?? false,
    /** @returns the port of the SMTP door; null where there is none */
    open: async () => (await smtp?.open()) ?? null,
    async close() {
      mailbox?.close()
      await smtp?.close()
    },
  }
}

const nobody: AskToConfirm = () => Promise.resolve()

const askerOf = (address: string, { publicUrl }: Config) =>
  createAskToConfirm({
    ...{ newToken, hashOf, address, headers: ownMailHeaders },
    networkOf: (ip) => ipKeyGenerator(ip),
    pageUrl: `${publicUrl}/rescue/confirm`,
  })

const draftsOf = (db: Database, { publicUrl, mail }: Config, clock: Clock) =>
  createKeepDraft({
    ...{ db, clock, mailTokenOf, headers: ownMailHeaders, isMailOn: mail !== null },
    addRescueLink: createRescueLinks({ newToken, hashOf, pageUrl: `${publicUrl}/rescue` }),
  })

/** Of the bytes: whatever is made of a mail is made once. In the form that RFC 9562 has for own schemes. */
const uuidOf = (raw: Buffer): string =>
  createHash('sha256')
    .update(raw)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-8$3-8$4-')

type StoredMail = RawMail & { raw: Buffer }

const read = ({ raw, returnPath }: StoredMail, isOwnAddress = (_address: string) => false) =>
  readMail(raw, { returnPath, isOwnAddress })

type DoorWorld = World & { isOurs: (address: string) => boolean }

/** Whatever comes is stored first, and read when it is safe. */
function doorsOf(db: Database, { maxBytes, smtp, imap }: IncomingMailConfig, world: DoorWorld) {
  const { clock, log, wake, isOurs } = world
  const wakeReader = wake('readMails')
  return {
    smtp:
      smtp &&
      createSmtpDoor({
        ...{ config: smtp, maxBytes, isOurs, log },
        async store(mail) {
          await db.mailIntake.take({ ...mail, receivedAt: clock.now() })
          wakeReader()
        },
      }),
    mailbox:
      imap &&
      createImapPoller({
        ...{ url: imap.url, maxBytes, clock, log, wake: wake('pollMailbox') },
        position: (name) => db.rawMails.position(name),
        async store(position, raw) {
          const envelope = { returnPath: null, recipients: [], remote: null }
          await db.transaction(async (stores) => {
            if (raw) await stores.rawMails.add({ raw, ...envelope, receivedAt: clock.now() })
            await stores.rawMails.savePosition(position)
          })
          wakeReader()
        },
      }),
  }
}

const nothing = () => Promise.resolve(false)
const nothingComes = {
  readMails: nothing,
  pollMailbox: nothing,
  confirm: null,
  open: () => Promise.resolve(null),
  close: () => Promise.resolve(),
}
