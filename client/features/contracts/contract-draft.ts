import type { NewContract, PersonInput } from '../../../shared/api/contracts.ts'

export const emptyPerson = (): PersonInput => ({
  name: '',
  position: '',
  email: '',
  phone: '',
  isAuthorised: true,
  isOrganisational: false,
})

/** A contract as the form starts with it; one person at least has to be named. */
export const emptyContract = (): NewContract => ({ customerName: '', persons: [emptyPerson()] })
