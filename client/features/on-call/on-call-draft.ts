import type { OnCallSettings } from '../../../shared/api/on-call.ts'
import type { DutyException, DutyPerson, Shift } from '../../../shared/on-call/rota.ts'

/** As the form holds it: a person of an exception may still have to be chosen. */
export type ExceptionDraft = Omit<DutyException, 'person'> & { person: DutyPerson | null }
export type OnCallDraft = Omit<OnCallSettings, 'exceptions'> & { exceptions: ExceptionDraft[] }

/** Nights of all days, as most rotas begin. */
export const newShift = (today: string): Shift => ({
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  hours: ['18:00', '09:00'],
  persons: [],
  since: today,
})

export const newException = (today: string): ExceptionDraft => ({
  from: today,
  to: today,
  person: null,
})

export const usualQuiet: [string, string] = ['21:00', '08:00']
