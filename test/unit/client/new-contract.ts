import type { Contract } from '../../../shared/api/contracts.ts'
import { defaultTariff } from '../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../shared/calendar/schema.ts'
import { defaultPolicy } from '../../../shared/sla/policy.ts'

export const olga = {
  id: 'p1',
  name: 'Ольга Смирнова',
  position: 'Главный бухгалтер',
  email: 'olga@romashka.example',
  phone: '+7 900 000-00-01',
  isAuthorised: true,
  isOrganisational: true,
  portalUserId: null,
}

export const petr = {
  ...olga,
  id: 'p2',
  name: 'Пётр Кузнецов',
  position: '',
  email: 'petr@romashka.example',
  isOrganisational: false,
}

/** A contract as the server draws it; a draft with two persons unless told otherwise. */
export const newContract = (over: Partial<Contract> = {}): Contract => ({
  id: 'c1',
  customerName: 'Ромашка',
  partnerHost: 'martinsoft.example',
  customerHost: null,
  state: 'draft',
  createdAt: Date.UTC(2026, 10, 23),
  publicMark: '#клиенту',
  persons: [olga, petr],
  policy: defaultPolicy,
  calendar: defaultCalendar,
  tariff: defaultTariff,
  life: {
    startsOn: null,
    endsOn: null,
    licenceUntil: null,
    place: '',
    partnerName: '',
    partnerRequisites: '',
    customerRequisites: '',
    ended: null,
    standing: 'valid',
  },
  invitation: null,
  ...over,
})
