import type { StatementAct, StatementState } from '../../shared/api/money.ts'
import type { StatementRecord } from '../db/statements-store.ts'
import type { MoneyRole } from './money-party.ts'

const acts: Record<MoneyRole, Record<StatementState, StatementAct[]>> = {
  manager: {
    draft: ['make', 'send'],
    sent: [],
    objected: ['make'],
    accepted: ['close'],
    closed: [],
  },
  contact: { draft: [], sent: ['accept', 'object'], objected: [], accepted: [], closed: [] },
}

/** What can be done with a statement now; nothing while it is being made. */
export function actsOn(statement: StatementRecord | undefined, role: MoneyRole): StatementAct[] {
  if (!statement) return role === 'manager' ? ['make'] : []
  if (statement.wanted !== null) return []
  const possible = acts[role][statement.state]
  return statement.statement ? possible : possible.filter((act) => act === 'make')
}
