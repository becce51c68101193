import { defineAsyncComponent } from 'vue'
import { lazily } from './lazily.ts'

export const TicketList = lazily(() => import('../ticket-list/TicketList.vue'))
export const TicketCard = lazily(() => import('../ticket-card/TicketCard.vue'))
export const TicketWork = lazily(() => import('../ticket-card/work/TicketWork.vue'))
export const OwnAgreementPage = lazily(() => import('../persons/OwnAgreementPage.vue'))
export const loadNewTicket = () => import('../new-ticket/NewTicketPage.vue')
export const NewTicketPage = lazily(loadNewTicket)
export const BasketPage = lazily(() => import('../basket/BasketPage.vue'))
export const LinkedTicket = lazily(() => import('./LinkedTicket.vue'))
export const ReportPage = lazily(() => import('./ReportPage.vue'))
export const AutomationPage = lazily(() => import('../automation/AutomationPage.vue'))
export const AuditPage = lazily(() => import('../audit/AuditPage.vue'))
export const MoneyPage = lazily(() => import('../money/MoneyPage.vue'))
export const ReportsPage = lazily(() => import('../report/ReportsPage.vue'))
export const MailsPage = lazily(() => import('../mails/MailsPage.vue'))
export const OnCallPage = lazily(() => import('../on-call/OnCallPage.vue'))
export const TroubleNotice = defineAsyncComponent(() => import('../troubles/TroubleNotice.vue'))
