import type { Person } from '../../../shared/api/contracts.ts'
import {
  type PersonChangeInput,
  type WantedPerson,
  wantedPersonSchema,
} from '../../../shared/api/person-changes.ts'

/** What the form is open for: a new person, or one of the list. */
export type Editing = { kind: 'add' } | { kind: 'edit'; person: Person }

/** The person as the form starts with him. */
export function wantedOf(editing: Editing): WantedPerson {
  if (editing.kind === 'add')
    return {
      name: '',
      position: '',
      email: '',
      phone: '',
      isAuthorised: true,
      isOrganisational: false,
      portalUserId: null,
    }
  return wantedPersonSchema.parse(editing.person)
}

/** What the form asks for in the end. */
export const changeOf = (editing: Editing, person: WantedPerson): PersonChangeInput =>
  editing.kind === 'add'
    ? { kind: 'add', person }
    : { kind: 'edit', personId: editing.person.id, person }
