import { json, Router } from 'express'
import { z } from 'zod'
import {
  acceptLinkSchema,
  invitationCodeSchema,
  newContractSchema,
} from '../../shared/api/contracts.ts'
import { personDecisionSchema } from '../../shared/api/person-changes.ts'
import { openSessionSchema, type OpenSession, type Session } from '../../shared/api/session.ts'
import { ticketListQuerySchema } from '../../shared/api/ticket-list.ts'
import { ticketHintSchema } from '../../shared/api/tickets.ts'
import type { createChangePersons } from '../usecases/change-persons.ts'
import type { KeepStaff } from '../usecases/keep-staff.ts'
import type { createLinkPortal } from '../usecases/link-portal.ts'
import type { KeepOnCall } from '../usecases/keep-on-call.ts'
import type { KeepLocalApps } from '../usecases/keep-local-apps.ts'
import type { KeepMoney } from '../usecases/keep-money.ts'
import type { KeepInvoices } from '../usecases/keep-invoices.ts'
import type { MakeDocuments } from '../usecases/make-documents.ts'
import type { LogWork } from '../usecases/log-work.ts'
import type { createManageContracts } from '../usecases/manage-contracts.ts'
import type { createManageWebhooks } from '../usecases/manage-webhooks.ts'
import type { createSetUp } from '../usecases/set-up-portal.ts'
import type { ViewCondition } from '../usecases/view-condition.ts'
import type { createViewTickets } from '../usecases/view-tickets.ts'
import type { createViewTroubles } from '../usecases/view-troubles.ts'
import type { createFileForPerson } from '../usecases/file-for-person.ts'
import type { createFilingRight } from '../usecases/filing-right.ts'
import type { createKeepBasket } from '../usecases/keep-basket.ts'
import type { KeepContractLife } from '../usecases/keep-contract-life.ts'
import type { ReviseTerms } from '../usecases/revise-terms.ts'
import type { KeepMailChoices } from '../usecases/keep-mail-choices.ts'
import type { ReadAudit } from '../usecases/read-audit.ts'
import type { ReadReports } from '../usecases/read-reports.ts'
import { auditRoutes } from './audit-routes.ts'
import { basketRoutes, ticketQuestionRoutes } from './basket-routes.ts'
import { type DeskDeps, deskRoutes } from './desk-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { invoiceRoutes } from './invoice-routes.ts'
import { filingRoutes } from './filing-routes.ts'
import type { ShowEvidence } from '../usecases/show-evidence.ts'
import { evidenceRoutes } from './evidence-routes.ts'
import { onCallRoutes } from './on-call-routes.ts'
import { moneyRoutes } from './money-routes.ts'
import { mailChoiceRoutes } from './mail-choice-routes.ts'
import { type MailDesk, mailRoutes } from './mail-routes.ts'
import { localAppRoutes } from './local-app-routes.ts'
import { type PartyDataDeps, partyDataRoutes } from './party-data-routes.ts'
import { parse } from './parse.ts'
import { rowSchema } from './path-parameters.ts'
import { limitRefusals, limitRequests } from './rate-limits.ts'
import { reportRoutes } from './report-routes.ts'
import { personRoutes } from './person-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { conditionRoutes } from './condition-routes.ts'
import { contractLifeRoutes } from './contract-life-routes.ts'
import { termsRoutes } from './terms-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'
import { workRoutes } from './work-routes.ts'
import {
  requireAdmin,
  requireCaretaker,
  requireOffice,
  requireSession,
  type RoleOf,
  sessionOf,
} from './require-session.ts'
import type { Sessions } from './sessions.ts'

export type ApiDeps = DeskDeps & {
  sessions: Sessions
  roleOf: RoleOf
  openSession: (request: OpenSession) => Promise<Session>
  setUp: ReturnType<typeof createSetUp>
  contracts: ReturnType<typeof createManageContracts>
  link: ReturnType<typeof createLinkPortal>
  persons: ReturnType<typeof createChangePersons>
  basket: ReturnType<typeof createKeepBasket>
  filingRight: ReturnType<typeof createFilingRight>
  fileForPerson: ReturnType<typeof createFileForPerson>
  tickets: ReturnType<typeof createViewTickets>
  troubles: ReturnType<typeof createViewTroubles>
  staff: KeepStaff
  work: LogWork
  money: KeepMoney
  evidence: ShowEvidence
  partyData: PartyDataDeps
  localApps: KeepLocalApps
  condition: { ofPartner: ViewCondition }
  documents: MakeDocuments
  invoices: KeepInvoices
  audit: ReadAudit
  reports: ReadReports
  onCall: KeepOnCall
  terms: ReviseTerms
  life: KeepContractLife
  webhooks: ReturnType<typeof createManageWebhooks>
  mails: MailDesk
  mailChoices: KeepMailChoices
  takeHint: (memberId: string, itemId: number) => Promise<void>
}

/** Everything our own client asks. Parse → use case → reply. */
export function api(deps: ApiDeps): Router {
  const router = Router()
  router.use(limitRequests({ limit: 1200, minutes: 1 }))
  router.use('/filing', requireSession(deps.sessions, deps.roleOf), filingRoutes(deps))
  router.use(json({ limit: '256kb' }))
  // Each costs a question to an OAuth server.
  router.use('/session', limitRefusals({ limit: 60, minutes: 1 }))
  router.post('/session', async (request, response) => {
    response.json(await deps.openSession(parse(openSessionSchema, request.body)))
  })
  router.use(requireSession(deps.sessions, deps.roleOf))
  router.use(portalRoutes(deps))
  router.use('/contracts', contractRoutes(deps))
  router.use('/link', linkRoutes(deps))
  router.use('/staff', staffRoutes(deps.staff))
  router.use('/persons', personRoutes(deps.persons))
  router.use('/basket', basketRoutes(deps.basket))
  router.use('/tickets/by-item/:itemId/questions', ticketQuestionRoutes(deps.basket))
  router.use('/tickets/by-item/:itemId/work', workRoutes(deps.work))
  router.use('/tickets/by-item/:itemId', deskRoutes(deps))
  router.use('/on-call', onCallRoutes(deps.onCall))
  router.use('/money', moneyRoutes(deps.money))
  router.use('/evidence', evidenceRoutes(deps.evidence))
  router.use('/money', invoiceRoutes(deps.invoices), documentRoutes(deps.documents))
  router.use(ticketRoutes(deps))
  router.use(troubleRoutes(deps))
  router.use('/condition', conditionRoutes(deps.condition.ofPartner))
  router.use('/party-data', partyDataRoutes(deps.partyData))
  router.use('/local-apps', localAppRoutes(deps.localApps))
  router.use('/mails', mailRoutes(deps.mails))
  router.use('/mail-choices', mailChoiceRoutes(deps.mailChoices))
  router.use('/audit', auditRoutes(deps.audit))
  router.use('/report', reportRoutes(deps.reports, deps.documents))
  router.use('/webhooks', webhookRoutes(deps.webhooks))
  return router
}

function portalRoutes({ setUp }: ApiDeps): Router {
  const router = Router()
  router.post('/portal/role', requireAdmin, async (request, response) => {
    parse(z.object({ role: z.literal('partner') }), request.body)
    response.json(await setUp.choosePartner(sessionOf(request).memberId))
  })
  router.get('/setup', async (request, response) => {
    response.json(await setUp.view(sessionOf(request).memberId))
  })
  router.post('/setup', requireAdmin, async (request, response) => {
    response.json(await setUp.start(sessionOf(request).memberId))
  })
  return router
}

const idSchema = z.object({ id: z.string().min(1).max(100) })

const changeSchema = idSchema.extend({ changeId: z.string().min(1).max(100) })

function contractRoutes({ contracts, persons, terms, life }: ApiDeps): Router {
  const router = Router()
  router.use(requireOffice('dutyManager'))
  router.use('/:id/terms', termsRoutes(terms))
  router.use('/:id', contractLifeRoutes(life))
  router.get('/', async (request, response) => {
    response.json({ contracts: await contracts.list(sessionOf(request)) })
  })
  router.post('/', async (request, response) => {
    response.json(
      await contracts.create(sessionOf(request), parse(newContractSchema, request.body)),
    )
  })
  router.get('/:id/invitations', async (request, response) => {
    const { id } = parse(idSchema, request.params)
    response.json(await contracts.invitations(sessionOf(request), id))
  })
  router.post('/:id/invitation', async (request, response) => {
    response.json(await contracts.invite(sessionOf(request), parse(idSchema, request.params).id))
  })
  router.delete('/:id/invitation', async (request, response) => {
    response.json(await contracts.revoke(sessionOf(request), parse(idSchema, request.params).id))
  })
  router.post('/:id/confirm', async (request, response) => {
    response.json(await contracts.confirm(sessionOf(request), parse(idSchema, request.params).id))
  })
  router.get('/:id/changes', async (request, response) => {
    const { id } = parse(idSchema, request.params)
    response.json({ changes: await persons.listOfContract(sessionOf(request), id) })
  })
  router.post('/:id/changes/:changeId', async (request, response) => {
    const { id: contractId, changeId } = parse(changeSchema, request.params)
    const decision = parse(personDecisionSchema, request.body)
    const at = { contractId, changeId }
    response.json({ changes: await persons.decide(sessionOf(request), at, decision) })
  })
  return router
}

function troubleRoutes({ troubles }: ApiDeps): Router {
  const router = Router()
  router.get('/troubles', requireCaretaker, async (request, response) => {
    response.json({ troubles: await troubles.troubles(sessionOf(request).memberId) })
  })
  router.use('/parked', requireOffice('dutyManager'))
  router.get('/parked', async (request, response) => {
    response.json({ parked: await troubles.parked(sessionOf(request).memberId) })
  })
  router.post('/parked/:id/retry', async (request, response) => {
    const { id } = parse(rowSchema, request.params)
    response.json({ parked: await troubles.retry(sessionOf(request).memberId, id) })
  })
  return router
}

function linkRoutes({ link }: ApiDeps): Router {
  const router = Router()
  router.use(requireAdmin)
  router.post('/preview', async (request, response) => {
    const { code } = parse(invitationCodeSchema, request.body)
    response.json({ contract: await link.preview(sessionOf(request).memberId, code) })
  })
  router.post('/accept', async (request, response) => {
    const input = parse(acceptLinkSchema, request.body)
    response.json(await link.accept(sessionOf(request), input))
  })
  return router
}

const numberSchema = z.object({ number: z.coerce.number().int().positive() })
const itemSchema = z.object({ itemId: z.coerce.number().int().positive() })

function ticketRoutes({ tickets, takeHint }: ApiDeps): Router {
  const router = Router()
  router.get('/tickets', async (request, response) => {
    const query = parse(ticketListQuerySchema, request.query)
    response.json(await tickets.list(sessionOf(request), query))
  })
  router.get('/tickets/filters', async (request, response) => {
    response.json(await tickets.filters(sessionOf(request)))
  })
  router.get('/tickets/by-number/:number', async (request, response) => {
    const { number } = parse(numberSchema, request.params)
    response.json({ itemId: await tickets.itemOfNumber(sessionOf(request), number) })
  })
  router.get('/tickets/by-item/:itemId', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    response.json({ ticket: await tickets.byItem(sessionOf(request), itemId) })
  })
  router.post('/tickets/hint', async (request, response) => {
    const { itemId } = parse(ticketHintSchema, request.body)
    await takeHint(sessionOf(request).memberId, itemId)
    response.status(202).json({})
  })
  return router
}
