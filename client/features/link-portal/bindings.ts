import type { AcceptLink, Person } from '../../../shared/api/contracts.ts'
import type { PortalUser } from '../../bitrix/frame.ts'

/** Which portal user each person is, by the person's id; a person left out stays unbound. */
export type Bindings = Record<string, PortalUser>

export function asBindingList(bindings: Bindings): AcceptLink['bindings'] {
  return Object.entries(bindings).map(([personId, user]) => ({ personId, portalUserId: user.id }))
}

/** Persons for whom one and the same portal user was chosen. */
export function boundTwice(bindings: Bindings): Set<string> {
  const users = Object.values(bindings).map((user) => user.id)
  const isShared = (user: PortalUser) => users.indexOf(user.id) !== users.lastIndexOf(user.id)
  return new Set(Object.keys(bindings).filter((id) => bindings[id] && isShared(bindings[id])))
}

/** Persons who could file tickets if they were bound. */
export function unboundOf(persons: readonly Person[], bindings: Bindings): Person[] {
  return persons.filter((person) => person.isAuthorised && !bindings[person.id])
}
