import { contractZone as zoneOfCalendar } from '../../shared/sla/holds-from.ts'
import type { Terms } from '../db/contracts-store.ts'

/** In which a contract's months begin; one round the clock goes by Moscow. */
export const contractZone = ({ calendar }: Pick<Terms, 'calendar'>): string =>
  zoneOfCalendar(calendar)
