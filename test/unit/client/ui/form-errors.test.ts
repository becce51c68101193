import { describe, expect, it } from 'vitest'
import { formErrors } from '../../../../client/ui/form-errors.ts'
import { newContractSchema } from '../../../../shared/api/contracts.ts'

const say = (key: string) => key
const person = {
  name: 'Ольга',
  position: '',
  email: 'olga@romashka.example',
  phone: '+7 900 000-00-01',
  isAuthorised: true,
  isOrganisational: true,
}

describe('errors of a form', () => {
  it('are none for what the server would accept', () => {
    const contract = { customerName: 'Ромашка', persons: [person] }
    expect(formErrors(newContractSchema, contract, say)).toEqual([])
  })

  it('name the field by its path and what is wrong by the key of its words', () => {
    const contract = {
      customerName: 'Ромашка'.repeat(40),
      persons: [{ ...person, name: ' ', email: 'olga' }],
    }
    expect(formErrors(newContractSchema, contract, say)).toEqual([
      { name: 'customerName', message: 'tooLong' },
      { name: 'persons.0.name', message: 'required' },
      { name: 'persons.0.email', message: 'email' },
    ])
  })

  it('a third organisational contact is said at the list of persons', () => {
    const contract = { customerName: 'Ромашка', persons: [person, person, person] }
    expect(formErrors(newContractSchema, contract, say)).toEqual([
      { name: 'persons', message: 'twoOrganisationalAtMost' },
    ])
  })
})
