import { z } from 'zod'
import { type Language, languages } from '../../shared/words/language.ts'
import type { Db } from './open-db.ts'

/** In which language each of the portals is written to. */
export async function languagesOf(
  db: Db,
  memberIds: readonly string[],
): Promise<(memberId: string) => Language> {
  const rows =
    memberIds.length === 0
      ? []
      : await db
          .selectFrom('portals')
          .select(['member_id', 'language'])
          .where('member_id', 'in', [...new Set(memberIds)])
          .execute()
  const known = new Map(rows.map((row) => [row.member_id, z.enum(languages).parse(row.language)]))
  return (memberId) => known.get(memberId) ?? 'ru'
}
