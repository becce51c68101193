import type { Database } from '../../server/db/database.ts'
import type { WorkRecord } from '../../server/db/work-store.ts'
import { agreedTerms, type Tariff } from '../../shared/billing/tariff.ts'
import { ticket } from './readings.ts'
import { contract, terms } from './records.ts'

const minuteMs = 60_000
const yearMs = 365 * 86_400_000
const newYear = Date.parse('2026-01-01T00:00:00+03:00')

export const yearContract = contract({
  id: 'year',
  partnerMemberId: 'martinsoft',
  customerMemberId: 'romashka',
  state: 'active',
})
export const yearTariff: Tariff = {
  ...agreedTerms,
  hourKopecks: 360_000,
  vat: { kind: 'onTop', percent: 22 },
}

export const workOf = (ticketId: string, change: Partial<WorkRecord>): WorkRecord => ({
  ...{ id: `${ticketId} work`, ticketId, memberId: 'martinsoft', userId: 5 },
  ...{ engineer: 'Иван Петров', what: 'Разобрали журнал, поправили настройки', questionIds: [] },
  ...{ from: newYear, to: newYear + 30 * minuteMs, onlyOutOfHours: false, enteredAt: newYear },
  ...{ revision: 1, earlier: [], withdrawn: null, objection: null },
  ...change,
})

/** A contract with closed tickets, their work spread evenly over the year 2026, at any hour. */
export async function storeYearOfWork(
  db: Database,
  { tickets, entriesEach }: { tickets: number; entriesEach: number },
): Promise<void> {
  await db.contracts.add(yearContract, terms({ tariff: yearTariff, validFrom: newYear }), [])
  const stepMs = Math.floor(yearMs / (tickets * entriesEach))
  await db.transaction(async (stores) => {
    for (let index = 0; index < tickets; index += 1) {
      const id = `t${String(index)}`
      const number = index + 1
      await stores.tickets.add(
        ticket({
          ...{ id, number, contractId: yearContract.id, termsVersion: 1, stage: 'closed' },
          itemIds: { customer: number, partner: number },
        }),
      )
      for (let part = 0; part < entriesEach; part += 1) {
        const from = newYear + (index * entriesEach + part) * stepMs
        const to = from + (5 + ((index + part) % 50)) * minuteMs
        await stores.work.add(workOf(id, { id: `${id} ${String(part)}`, from, to }))
      }
    }
  })
}
