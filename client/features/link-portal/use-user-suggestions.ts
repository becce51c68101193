import { useQuery } from '@tanstack/vue-query'
import { z } from 'zod'
import type { Person } from '../../../shared/api/contracts.ts'
import { type Frame, type PortalUser, useFrame } from '../../bitrix/frame.ts'
import { PortalRefusal } from '../../bitrix/portal-refusal.ts'

const usersSchema = z.array(
  z.object({
    ID: z.coerce.number().int(),
    NAME: z.string().nullish(),
    LAST_NAME: z.string().nullish(),
    EMAIL: z.string().nullish(),
    WORK_POSITION: z.string().nullish(),
  }),
)
type User = z.infer<typeof usersSchema>[number]

/** Portal users with the persons' e-mail addresses, by person. The app may lack the right to ask. */
export function useUserSuggestions(persons: readonly Person[]) {
  const frame = useFrame()
  return useQuery({
    queryKey: ['user-suggestions', persons.map((person) => person.id)],
    queryFn: () => suggestUsers(frame, persons),
    retry: false,
    staleTime: Infinity,
  })
}

/** @returns an empty record where the portal does not let us look at people or their addresses */
export async function suggestUsers(
  frame: Pick<Frame, 'batch'>,
  persons: readonly Person[],
): Promise<Record<string, PortalUser>> {
  const calls = Object.fromEntries(
    persons.map(({ id, email }) => [
      id,
      { method: 'user.get', params: { FILTER: { EMAIL: email, ACTIVE: true } } },
    ]),
  )
  const found = await frame.batch(calls).catch((error: unknown): Record<string, unknown> => {
    if (error instanceof PortalRefusal) return {}
    throw error
  })
  return Object.fromEntries(
    persons.flatMap(({ id, email }) => {
      const user = userWith(email, found[id])
      return user ? [[id, user]] : []
    }),
  )
}

/** A portal that does not know the filter answers with everybody; the address must really match. */
function userWith(email: string, answer: unknown): PortalUser | undefined {
  const users = usersSchema.safeParse(answer)
  if (!users.success) return undefined
  const matches = users.data.filter((user) => user.EMAIL?.toLowerCase() === email.toLowerCase())
  return matches.length === 1 ? matches.map(asPortalUser)[0] : undefined
}

const asPortalUser = (user: User): PortalUser => ({
  id: user.ID,
  name: [user.NAME, user.LAST_NAME].filter(Boolean).join(' '),
  position: user.WORK_POSITION ?? '',
})
