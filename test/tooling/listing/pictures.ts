import { admin, bookkeeper, engineer, type Screen } from '../screens.ts'
import type { Words } from './words.ts'

/** A picture of the listing; `server/marketplace/listing.{ru,en}.md` has its caption. */
export type Picture = Screen & {
  /** The ticket in the tab of whose card it is taken; the app's own page where absent. */
  inCardOf?: string
  /** The ticket that is opened in the list first. */
  opens?: string
  /** What has to be seen wholly, by its place among its like; the page is scrolled no further. */
  shows?: readonly [name: string, place: number]
}

const ofPartner = { portal: 'partner', userId: admin } as const
const ofEngineer = { portal: 'partner', userId: engineer } as const
const ofCustomer = { portal: 'customer', userId: bookkeeper } as const

/** In the order of the listing. */
export function picturesOf({ open: [report, archive, card] }: Words): Picture[] {
  return [
    { name: '1-queue', ...ofEngineer, sees: 'ticket-row', shows: ['ticket-row', 4] },
    {
      ...{ name: '2-ticket', ...ofEngineer, sees: 'message', shows: ['message', 0] },
      ...(report && { inCardOf: report.title }),
    },
    {
      ...{ name: '3-new-ticket', ...ofCustomer, sees: 'new-due', shows: ['new-prepaid', 0] },
      presses: ['ticket-new', 'new-level-2'],
      ...(card && { types: { 'new-title': card.title } }),
    },
    {
      ...{ name: '4-why', ...ofCustomer, sees: 'why', presses: ['why-open'] },
      ...(archive && { opens: archive.title }),
    },
    {
      ...{ name: '5-figures', ...ofPartner, sees: 'plot', shows: ['plot', 0] },
      presses: ['nav-dashboard'],
    },
    {
      ...{
        name: '6-statement',
        ...ofPartner,
        sees: 'statement-line',
        shows: ['statement-line', 1],
      },
      presses: ['nav-money', 'money-open', 'statement-make'],
    },
    {
      ...{ name: '7-evidence', ...ofCustomer, sees: 'evidence-agrees' },
      ...{ shows: ['evidence-agrees', 0], presses: ['agreement-open', 'evidence-verify'] },
    },
  ]
}
