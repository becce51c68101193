import type { ContractDetails } from '../../shared/api/contract-life.ts'

/** What a contract says of itself when nobody has described it. */
export const contractDetails = (change: Partial<ContractDetails> = {}): ContractDetails => ({
  ...{ customerName: 'ООО «Ромашка»', startsOn: null, endsOn: null, licenceUntil: null, place: '' },
  ...{ partnerName: '', partnerRequisites: '', customerRequisites: '' },
  ...change,
})
