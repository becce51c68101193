import { admin, bookkeeper, engineer, type Screen } from './screens.ts'

/** What the partner's people see. */
export const ofPartner: Screen[] = [
  { name: 'partner-tickets', portal: 'partner', userId: engineer, sees: 'ticket-row' },
  ...Object.entries({
    'queue-assign': ['ticket-choose', 'assign-bar'],
    'queue-save-view': ['saved-view-new', 'saved-view-name'],
    'queue-work': ['ticket-work-open', 'ticket-work'],
  }).map(([name, [press = '', sees = '']]): Screen => ({
    ...{ name, portal: 'partner', userId: engineer },
    ...{ presses: [press], sees },
  })),
  // A narrow window has no keyboard, and no help for its keys.
  {
    ...{ name: 'queue-keys', portal: 'partner', userId: engineer },
    ...{ presses: ['keys-toggle'], sees: 'keys', isWideOnly: true },
  },
  {
    name: 'contracts',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts'],
    sees: 'contract-new',
  },
  {
    name: 'contract',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-details'],
    sees: 'terms',
  },
  {
    name: 'contract-life',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-details', 'life-details'],
    sees: 'life-save',
  },
  {
    name: 'contract-local-app',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-details', 'local-app-open', 'local-app-make'],
    sees: 'local-app-link',
  },
  {
    name: 'terms-versions',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-terms'],
    sees: 'terms-version',
  },
  ...['policy', 'calendar', 'tariff'].map((section): Screen => ({
    name: `terms-${section}`,
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-terms', 'terms-edit', `terms-section-${section}`],
    sees: 'terms-preview',
  })),
  {
    name: 'contract-new',
    portal: 'partner',
    userId: admin,
    presses: ['nav-contracts', 'contract-new'],
    sees: 'contract-customer',
  },
  {
    name: 'not-delivered',
    portal: 'partner',
    userId: admin,
    presses: ['nav-parked'],
    sees: 'nav-parked',
  },
  {
    name: 'money',
    portal: 'partner',
    userId: admin,
    presses: ['nav-money'],
    sees: 'money-unbilled',
  },
  {
    name: 'sell-package',
    portal: 'partner',
    userId: admin,
    presses: ['nav-money', 'package-add'],
    sees: 'package-form',
  },
  {
    name: 'statement-begin',
    portal: 'partner',
    userId: admin,
    presses: ['nav-money', 'money-open'],
    sees: 'statement-make',
  },
  {
    ...{ name: 'tickets-behind', portal: 'partner', userId: admin },
    ...{ presses: ['nav-dashboard', 'figure-reaction-met'], sees: 'behind-ticket' },
  },
  {
    ...{ name: 'reports-print', portal: 'partner', userId: admin },
    ...{ presses: ['nav-reports'], sees: 'report-work', prints: true },
  },
  { name: 'staff', portal: 'partner', userId: admin, presses: ['nav-staff'], sees: 'staff-person' },
  ...['dashboard', 'reports'].map((name): Screen => ({
    ...{ name, portal: 'partner', userId: admin },
    presses: [`nav-${name}`],
    sees: name,
  })),
  { name: 'mails', portal: 'partner', userId: admin, presses: ['nav-mails'], sees: 'mail' },
  { name: 'on-call', portal: 'partner', userId: admin, presses: ['nav-onCall'], sees: 'duty-week' },
  {
    name: 'on-call-edit',
    portal: 'partner',
    userId: admin,
    presses: ['nav-onCall', 'on-call-edit'],
    sees: 'on-call-form',
  },
  {
    name: 'condition',
    portal: 'partner',
    userId: admin,
    presses: ['nav-condition'],
    sees: 'portal-condition',
  },
  { name: 'audit', portal: 'partner', userId: admin, presses: ['nav-audit'], sees: 'audit-entry' },
  {
    name: 'partner-automation',
    portal: 'partner',
    userId: admin,
    presses: ['nav-automation'],
    sees: 'webhook-url',
  },
]

/** The tab in the card of the newest ticket; every picture stands for itself. */
export type Card = Omit<Screen, 'without' | 'prints'>

export const cards: Card[] = [
  { name: 'card-customer', portal: 'customer', userId: bookkeeper, sees: 'card-number' },
  { name: 'card-partner', portal: 'partner', userId: engineer, sees: 'ticket-context' },
  ...Object.entries({
    'card-call': ['desk-call', 'call-means'],
    'card-level': ['desk-level', 'decision-form'],
    'card-templates': ['templates-open', 'templates'],
    'card-facts': ['facts-open', 'fact'],
    'card-work': ['work-add', 'work-form'],
  }).map(([name, [press = '', sees = '']]): Card => ({
    ...{ name, portal: 'partner', userId: engineer },
    ...{ presses: [press], sees },
  })),
]
