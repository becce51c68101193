import type { Instant } from '../time.ts'
import { consentTextVersion } from './form.ts'
import type { FieldValues } from './place.ts'

/** What the customer's item says when both consents are given anew, for a raise to level 1. */
export const renewedConsents = (now: Instant): FieldValues => ({
  consentPhone: true,
  consentReply: true,
  consentVersion: `${consentTextVersion} · ${new Date(now).toISOString()}`,
})

/**
 * When both consents of §4 were given last; those of the form count from the registration. Pure.
 *
 * @returns null where one of them is missing
 */
export function consentsGivenAt(values: FieldValues, registeredAt: Instant): Instant | null {
  if (values.consentPhone !== true || values.consentReply !== true) return null
  const version = typeof values.consentVersion === 'string' ? values.consentVersion : ''
  const renewedAt = Date.parse(version.split(' · ')[1] ?? '')
  return Number.isNaN(renewedAt) ? registeredAt : renewedAt
}
