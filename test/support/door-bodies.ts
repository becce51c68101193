import { randomUUID } from 'node:crypto'
import { initialOnCall } from '../../shared/api/on-call.ts'
import { defaultTariff } from '../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import { contractDetails } from './contract-details.ts'

const reason = 'Так решили.'
const person = {
  name: 'Вера Орлова',
  position: 'Бухгалтер',
  email: 'orlova@lyutik.example',
  phone: '+7 495 000-00-55',
  isAuthorised: true,
  isOrganisational: false,
}
const work = {
  what: 'Чужая запись',
  onlyOutOfHours: false,
  questionIds: [],
}
const spanOf = (now: number) => ({ from: now - 120_000, to: now - 60_000 })
const filledForm = {
  title: 'Не открывается отчёт',
  level: 3,
  category: 'technical',
  description: 'Отчёт не открывается с утра.',
  impact: 'Не сдать отчётность.',
  environment: 'Битрикс24 коробка',
  contactName: 'Вера Орлова',
  contactPhone: '+7 495 000-00-55',
  contactEmail: 'orlova@lyutik.example',
  ...{ links: 'https://lyutik.example/crm/', files: [], filesReason: 'портал недоступен' },
  ...{ recentChanges: '', consentPhone: false, consentReply: false },
}

/** What each door takes that is written to; `mine` stands for ids that the body itself names. */
export const doorBodies = (mine: {
  personId: string
  questionId: string
  now: number
}): Record<string, unknown> => ({
  'POST /api/filing': { filingId: randomUUID(), form: filledForm },
  'POST /api/portal/role': { role: 'partner' },
  'POST /api/setup': {},
  'POST /api/contracts/:id/terms': {
    basedOn: 1,
    validOn: '2026-12-01',
    terms: {
      policy: { ...defaultPolicy, autoCloseMinutes: 60 },
      calendar: defaultCalendar,
      tariff: defaultTariff,
    },
  },
  'DELETE /api/contracts/:id/terms/:version': undefined,
  'POST /api/contracts/:id/details': contractDetails({ customerName: 'Чужое имя' }),
  'POST /api/contracts/:id/end': { reason },
  'POST /api/contracts/:id/renewal': { endsOn: null, reason },
  'POST /api/contracts': { customerName: 'АО «Новое»', persons: [person] },
  'POST /api/contracts/:id/invitation': {},
  'DELETE /api/contracts/:id/invitation': undefined,
  'POST /api/contracts/:id/confirm': {},
  'POST /api/contracts/:id/changes/:changeId': { decision: 'confirm' },
  'POST /api/link/preview': { code: 'AAAA-AAAA' },
  'POST /api/link/accept': { code: 'AAAA-AAAA', bindings: [] },
  'POST /api/staff/:userId': { isDutyManager: true },
  'POST /api/persons/changes': { kind: 'remove', personId: mine.personId },
  'DELETE /api/persons/changes/:id': undefined,
  'POST /api/basket': { text: 'Чужой вопрос' },
  'POST /api/basket/order': { ids: [mine.questionId] },
  'POST /api/basket/filing': { filingId: randomUUID(), ids: [mine.questionId] },
  'POST /api/basket/:id': { text: 'Чужая правка' },
  'DELETE /api/basket/:id': undefined,
  'POST /api/tickets/by-item/:itemId/questions/:id': { isAnswered: true },
  'POST /api/tickets/by-item/:itemId/work': {
    ...work,
    ...spanOf(mine.now),
    id: randomUUID(),
    endsTimer: false,
  },
  'POST /api/tickets/by-item/:itemId/work/timer': { action: 'start' },
  'POST /api/tickets/by-item/:itemId/work/:id': {
    ...work,
    ...spanOf(mine.now),
    revision: 1,
    reason,
  },
  'POST /api/tickets/by-item/:itemId/work/:id/withdrawal': { reason },
  'POST /api/tickets/by-item/:itemId/work/:id/objection': { reason },
  'POST /api/tickets/by-item/:itemId/work/:id/answer': { reason },
  'POST /api/tickets/by-item/:itemId/calls': {
    ...{
      id: randomUUID(),
      startedAt: mine.now,
      personId: mine.personId,
      isReached: true,
      summary: '',
    },
  },
  'POST /api/tickets/by-item/:itemId/level': { level: 2, reason },
  'POST /api/tickets/by-item/:itemId/scope': { reason },
  'POST /api/tickets/by-item/:itemId/objection': { reason },
  'POST /api/tickets/by-item/:itemId/objection/answer': { isUpheld: true, reason },
  'POST /api/tickets/by-item/:itemId/templates': {
    ...{ id: randomUUID(), isPersonal: true, title: 'Чужой шаблон', text: 'Здравствуйте!' },
  },
  'POST /api/tickets/by-item/:itemId/templates/:id/removal': {},
  'POST /api/on-call': { settings: initialOnCall, revision: 0 },
  'POST /api/money/contracts/:contractId/packages': {
    ...{ id: randomUUID(), name: 'Пакет', minutes: 600, kopecks: 100 },
    ...{ fromMonth: '2026-11', untilMonth: '2026-12', rest: 'expires' },
  },
  'POST /api/money/contracts/:contractId/months/:month': { act: 'make' },
  'POST /api/money/contracts/:contractId/months/:month/consent': {},
  'POST /api/money/contracts/:contractId/months/:month/invoice': {
    client: { kind: 'company', id: 1, title: 'АО «Лютик»' },
  },
  'POST /api/tickets/hint': { itemId: 1 },
  'POST /api/parked/:id/retry': {},
  'POST /api/mails/parked/:id/retry': {},
  'POST /api/mails/:id/discard': {},
  'POST /api/mails/:id/release': {},
  'POST /api/mail-choices': { wish: 'none', locale: 'en' },
  'POST /api/local-apps/:contractId': {},
  'POST /api/party-data/people/:kind/:id/erasure': {},
  'POST /api/party-data/:contractId/erasure': { customerName: 'Чужое имя' },
  'POST /api/webhooks': { url: 'https://hooks.lyutik.example/sla' },
  'POST /api/webhooks/:id/test': {},
  'DELETE /api/webhooks/:id': undefined,
})
