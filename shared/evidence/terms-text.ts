import type { Tariff } from '../billing/tariff.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import type { SlaPolicy } from '../sla/policy.ts'
import type { Instant } from '../time.ts'
import { canonicalJson } from './canonical-json.ts'

type Terms = {
  version: number
  validFrom: Instant
  policy: SlaPolicy
  calendar: BusinessCalendar
  tariff: Tariff
}

/** What the hash of a version of terms is taken of. */
export const termsText = ({ version, validFrom, policy, calendar, tariff }: Terms): string =>
  canonicalJson({ version, validFrom, policy, calendar, tariff })
