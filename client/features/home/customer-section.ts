/** What a customer's person opens from above his tickets. */
export type CustomerSection =
  'newTicket' | 'basket' | 'agreement' | 'money' | 'reports' | 'automation'
