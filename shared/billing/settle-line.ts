import type { PackageBudget } from './package-budget.ts'
import type { PendingLine } from './pending-lines.ts'
import { addClasses, type ByClass, subtractClasses } from './split-work.ts'
import type { StatementLine } from './statement-shape.ts'
import { isFree, percentMinutesOf, priceOfPercentMinutes } from './tariff.ts'
import type { VatRow } from './vat.ts'

/**
 * What is new of a ticket's month: paid for from packages, then with money; less than was stated
 * comes back. The price is that of the whole month without what was stated, so that however often it
 * is corrected, the sum is the price of what was worked. No line when nothing differs.
 *
 * @param row takes apart what lines of one month and version of terms cost
 */
export function settleLine(
  { ticket, month, now, before }: PendingLine,
  budget: PackageBudget,
  { isCorrection, row }: { isCorrection: boolean; row: VatRow },
): StatementLine[] {
  const { tariff } = ticket.terms
  const free = isFree(tariff, ticket)
  const total = free ? 0 : percentMinutesOf(tariff, addClasses(now.worked, now.added))
  const percentMinutes = total - before.percentMinutes
  const worked = subtractClasses(now.worked, before.worked)
  const added = subtractClasses(now.added, before.added)
  if (percentMinutes === 0 && isZero(worked) && isZero(added)) return []
  const cover =
    percentMinutes < 0
      ? budget.giveBack(-percentMinutes, before.cover)
      : budget.charge(month, percentMinutes)
  const paid = before.cover.paidPercentMinutes + cover.paidPercentMinutes
  const { net, gross } = before.amount
  const priceBefore = tariff.vat.kind === 'included' ? gross : net
  const { id: ticketId, number, title, level, category, termsVersion } = ticket
  return [
    {
      ...{ ticketId, number, title, level, category, month, termsVersion, isFree: free },
      ...{ worked, added, percentMinutes, ...cover },
      amount: row(priceOfPercentMinutes(tariff, paid) - priceBefore),
      entries: now.shares
        .filter(({ entry }) => !isCorrection || before.revisions.get(entry.id) !== entry.revision)
        .map(
          ({ entry: { id, revision, engineer, what, onlyOutOfHours, objection }, ...share }) => ({
            ...{ id, revision, from: share.from, to: share.to, engineer, what, onlyOutOfHours },
            ...{ minutes: share.minutes, objection },
          }),
        ),
    },
  ]
}

const isZero = ({ single, double, night }: ByClass): boolean =>
  single === 0 && double === 0 && night === 0
