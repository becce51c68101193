import type { Component } from 'vue'
import { isManager, type OfficeRole } from '../../../shared/api/office.ts'
import { lazily } from './lazily.ts'
import {
  AuditPage,
  AutomationPage,
  MailsPage,
  MoneyPage,
  OnCallPage,
  ReportsPage,
} from './ticket-pages.ts'

/** A page of the partner's; its name is the word `home.{key}`. */
type Section = { key: string; page: Component; isFor: (role: OfficeRole) => boolean }

const everybody = () => true
const administrators = (role: OfficeRole) => role === 'administrator'

/** In the order of the menu. */
const sections: Section[] = [
  { key: 'tickets', page: lazily(() => import('./PartnerTickets.vue')), isFor: everybody },
  { key: 'onCall', page: OnCallPage, isFor: everybody },
  {
    key: 'contracts',
    page: lazily(() => import('./PartnerContracts.vue')),
    isFor: isManager,
  },
  { key: 'dashboard', page: lazily(() => import('../report/DashboardPage.vue')), isFor: isManager },
  { key: 'reports', page: ReportsPage, isFor: isManager },
  { key: 'money', page: MoneyPage, isFor: isManager },
  { key: 'mails', page: MailsPage, isFor: isManager },
  { key: 'parked', page: lazily(() => import('../troubles/ParkedPage.vue')), isFor: isManager },
  { key: 'automation', page: AutomationPage, isFor: administrators },
  { key: 'staff', page: lazily(() => import('../staff/StaffPage.vue')), isFor: administrators },
  {
    key: 'condition',
    page: lazily(() => import('../condition/ConditionPage.vue')),
    isFor: administrators,
  },
  { key: 'audit', page: AuditPage, isFor: isManager },
]

export const partnerSections = (role: OfficeRole): Section[] =>
  sections.filter(({ isFor }) => isFor(role))
