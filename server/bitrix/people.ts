import { z } from 'zod'
import { withoutTags } from '../../shared/ticket/without-tags.ts'
import { type Command, pageSize } from './command.ts'
import { bxBool, bxInt, bxText } from './rest-values.ts'

/** Who a token belongs to, as his own portal says. */
export type Profile = { id: number; name: string; isAdmin: boolean }

const nameSchema = z.object({ ID: bxInt, NAME: bxText, LAST_NAME: bxText })

/** Surrounding spaces, control characters and BBCode are no part of anybody's name. */
function nameOf({ ID, NAME, LAST_NAME }: z.infer<typeof nameSchema>): string {
  const name = withoutTags(`${NAME} ${LAST_NAME}`)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return name === '' ? `№ ${ID}` : name
}

/** The person behind the token of the call. */
export function profile(): Command<Profile> {
  return {
    method: 'profile',
    params: {},
    read: (result) => {
      const raw = nameSchema.extend({ ADMIN: bxBool }).parse(result)
      return { id: raw.ID, name: nameOf(raw), isAdmin: raw.ADMIN }
    },
  }
}

/** Names by user id; bots, mail users and the dismissed may be missing (platform.md §9). */
export function getUsers(ids: readonly number[], start = 0): Command<Map<number, string>> {
  return {
    method: 'user.get',
    params: { FILTER: { '@ID': [...ids] }, sort: 'ID', order: 'ASC', ...(start > 0 && { start }) },
    read: (result) =>
      new Map(
        z
          .array(nameSchema)
          .parse(result)
          .map((user) => [user.ID, nameOf(user)]),
      ),
    pages: {
      next: (page) => (page.size < pageSize ? undefined : getUsers(ids, start + pageSize)),
      join: (page, rest) => new Map([...page, ...rest]),
    },
  }
}
