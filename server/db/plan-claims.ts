type Survey<Lot> = {
  /** All that there are. */
  lots: readonly Lot[]
  ours: readonly Lot[]
  isFree: (lot: Lot) => boolean
  /** Processes that share the work, with this one. */
  replicas: number
}

/** What this process shall take and give back so that everybody has about the same; pure. */
export function planClaims<Lot>({ lots, ours, isFree, replicas }: Survey<Lot>) {
  const share = Math.ceil(lots.length / Math.max(1, replicas))
  const mine = ours.filter((lot) => lots.includes(lot))
  const gone = ours.filter((lot) => !lots.includes(lot))
  const free = lots.filter((lot) => !ours.includes(lot) && isFree(lot))
  return {
    give: [...gone, ...mine.slice(share)],
    take: free.slice(0, Math.max(0, share - mine.length)),
  }
}
