export const admin = 1
export const engineer = 5
export const bookkeeper = 7
const storekeeper = 8

/** A screen: who opens the app in which portal, what he presses, and what he then has to see. */
export type Screen = {
  name: string
  portal: 'partner' | 'customer'
  userId: number
  presses?: string[]
  /** What he then types, by field, and the buttons behind that. */
  types?: Record<string, string>
  thenPresses?: string[]
  sees: string
  /** Requests that get no answer. */
  without?: string
  /** As it looks on paper. */
  prints?: true
  isWideOnly?: true
}

export const unlinked: Screen[] = [
  { name: 'choose-role', portal: 'customer', userId: admin, sees: 'choose-partner' },
  {
    name: 'enter-code',
    portal: 'customer',
    userId: admin,
    presses: ['choose-customer'],
    sees: 'code-input',
  },
]

/** An invitation on its way from the partner to an administrator of the customer's portal. */
export const invited = (code: string): Screen[] => [
  {
    name: 'invitation',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts'],
    sees: 'invitation-make',
  },
  {
    name: 'agreement-to-accept',
    portal: 'customer',
    userId: admin,
    presses: ['choose-customer'],
    types: { 'code-input': code },
    thenPresses: ['code-check'],
    sees: 'link-accept',
  },
]

const formStep = (step: string): Screen => ({
  name: `new-ticket-${step}`,
  portal: 'customer',
  userId: bookkeeper,
  presses: ['ticket-new', 'new-level-2', `new-step-${step}`],
  sees: 'new-due',
})

/** What the customer's people see. */
export const ofCustomer: Screen[] = [
  { name: 'tickets', portal: 'customer', userId: bookkeeper, sees: 'ticket-row' },
  {
    name: 'tickets-none',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['view-awaiting', 'view-overdue'],
    sees: 'empty',
  },
  {
    name: 'tickets-error',
    portal: 'customer',
    userId: bookkeeper,
    sees: 'error-notice',
    without: '**/api/tickets?*',
  },
  {
    name: 'evidence',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['agreement-open', 'evidence-verify'],
    sees: 'evidence-agrees',
  },
  {
    name: 'ticket',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['view-open', 'ticket-row', 'why-open'],
    sees: 'why',
  },
  {
    name: 'ticket-withdraw',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['ticket-row', 'step-withdraw'],
    sees: 'step-form',
  },
  {
    name: 'new-ticket',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['ticket-new'],
    sees: 'new-title',
  },
  {
    name: 'new-ticket-level-1',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['ticket-new', 'new-level-1'],
    sees: 'consent-phone',
  },
  ...['details', 'evidence', 'contacts'].map(formStep),
  {
    name: 'basket',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['basket-open'],
    sees: 'basket-text',
  },
  {
    name: 'money-contact',
    portal: 'customer',
    userId: admin,
    presses: ['nav-money'],
    sees: 'money-month',
  },
  {
    name: 'money-not-for-him',
    portal: 'customer',
    userId: bookkeeper,
    presses: ['nav-money'],
    sees: 'money-forbidden',
  },
  {
    name: 'new-ticket-not-authorised',
    portal: 'customer',
    userId: storekeeper,
    presses: ['ticket-new'],
    sees: 'may-not-file',
  },
  {
    name: 'agreement',
    portal: 'customer',
    userId: admin,
    presses: ['agreement-open'],
    sees: 'terms',
  },
  {
    ...{ name: 'agreement-print', portal: 'customer', userId: admin },
    ...{ presses: ['agreement-open'], sees: 'terms', prints: true },
  },
  {
    name: 'agreement-person',
    portal: 'customer',
    userId: admin,
    presses: ['agreement-open', 'person-add'],
    sees: 'wanted-name',
  },
  {
    name: 'agreement-not-contact',
    portal: 'customer',
    userId: storekeeper,
    presses: ['agreement-open'],
    sees: 'whom-to-ask',
  },
  {
    name: 'customer-automation',
    portal: 'customer',
    userId: admin,
    presses: ['nav-automation'],
    sees: 'webhook-url',
  },
]
