import type { Person } from '../../shared/api/contracts.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { defaultTariff } from '../../shared/billing/tariff.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import { verbatim } from '../../shared/words/language.ts'
import type { ContractRecord, Terms } from '../../server/db/contracts-store.ts'
import type { MessageRecord } from '../../server/db/messages-store.ts'
import type { NewOutboxRow } from '../../server/db/outbox-store.ts'
import type { Portal } from '../../server/db/portals-store.ts'
import type { ServiceTokens } from '../../server/db/tokens-store.ts'

/** Later than 32 bits of milliseconds reach, as every instant is. */
export const noon = Date.parse('2026-11-23T09:00:00Z')
/** A portal's own id that needs more than 32 bits. */
export const hugeId = 5_000_000_000

export const portal = (change: Partial<Portal> = {}): Portal => ({
  memberId: 'romashka',
  host: 'romashka.example',
  clientEndpoint: 'https://romashka.example/rest/',
  serverEndpoint: 'https://oauth.example/rest/',
  role: 'customer',
  applicationToken: 'application token',
  place: null,
  setup: { state: 'idle', steps: [] },
  language: 'ru',
  isInstalled: true,
  createdAt: noon,
  sweptUntil: noon,
  ...change,
})

export const tokens = (change: Partial<ServiceTokens> = {}): ServiceTokens => ({
  memberId: 'romashka',
  accessToken: 'access 1',
  refreshToken: 'refresh 1',
  expiresAt: noon,
  refreshedAt: noon,
  userId: 1,
  clientEndpoint: 'https://romashka.example/rest/',
  serverEndpoint: 'https://oauth.example/rest/',
  scope: ['crm', 'im'],
  ...change,
})

export const contract = (change: Partial<ContractRecord> = {}): ContractRecord => ({
  id: 'c1',
  partnerMemberId: 'martinsoft',
  customerMemberId: null,
  customerName: 'ООО «Ромашка»',
  state: 'draft',
  publicMark: '#клиенту',
  createdAt: noon,
  createdBy: 1,
  ...change,
})

export const terms = (change: Partial<Terms> = {}): Terms => ({
  version: 1,
  validFrom: noon,
  policy: defaultPolicy,
  calendar: defaultCalendar,
  tariff: defaultTariff,
  ...change,
})

export const person = (change: Partial<Person> = {}): Person => ({
  id: 'anna',
  name: 'Анна Лебедева',
  position: 'Главный бухгалтер',
  email: 'lebedeva@romashka.example',
  phone: '+7 495 000-00-07',
  isAuthorised: true,
  isOrganisational: false,
  portalUserId: null,
  ...change,
})

export const message = (change: Partial<MessageRecord> = {}): MessageRecord => ({
  id: 'm1',
  ticketId: 't1',
  ordinal: 1,
  side: 'partner',
  commentId: hugeId,
  mirrorCommentId: null,
  author: 'Иван Петров',
  text: 'Проверяем принтер.',
  asks: false,
  at: noon,
  deliveredAt: null,
  deletedAt: null,
  files: [{ id: 3, name: 'журнал.txt' }],
  channel: null,
  postId: null,
  ...change,
})

export const tell = (key: string, change: Partial<NewOutboxRow> = {}): NewOutboxRow => ({
  memberId: 'romashka',
  ticketId: 't1',
  key,
  effect: { kind: 'comment', side: 'customer', text: verbatim(key), messageId: null },
  ...change,
})

export const set = (key: string): NewOutboxRow =>
  tell(key, { effect: { kind: 'item', side: 'customer' } })
