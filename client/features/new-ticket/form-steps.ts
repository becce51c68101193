import type { TicketDraft } from './ticket-draft.ts'

type Field = keyof TicketDraft

/** The form of §6 in short steps: what and how bad, in detail, what shows it, where and whom to call. */
export const formSteps = ['matter', 'details', 'evidence', 'contacts'] as const
export type FormStep = (typeof formSteps)[number]

const fieldsOfStep: Record<FormStep, readonly Field[]> = {
  matter: ['title', 'level'],
  details: ['category', 'description', 'impact'],
  evidence: ['files', 'links', 'filesReason'],
  contacts: ['environment', 'recentChanges', 'contactName', 'contactPhone', 'contactEmail'],
}

/** All fields that can be missing, in the order in which the form asks for them. */
export const fieldOrder: readonly Field[] = formSteps.flatMap((step) => fieldsOfStep[step])

export const stepOf = (field: Field): FormStep =>
  formSteps.find((step) => fieldsOfStep[step].includes(field)) ?? 'matter'

/** The step behind a step; undefined behind the last. */
export const stepAfter = (step: FormStep): FormStep | undefined =>
  formSteps[formSteps.indexOf(step) + 1]
