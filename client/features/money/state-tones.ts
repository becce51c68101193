import type { StatementState } from '../../../shared/api/money.ts'

export const stateTones = {
  draft: 'gray',
  sent: 'blue',
  objected: 'orange',
  accepted: 'green',
  closed: 'green',
} as const satisfies Record<StatementState, string>
