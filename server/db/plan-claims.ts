type Survey = {
  /** All that there are. */
  portals: readonly string[]
  ours: readonly string[]
  isFree: (memberId: string) => boolean
  /** Processes that share the work, with this one. */
  replicas: number
}

/** What this process shall take and give back so that everybody has about the same; pure. */
export function planClaims({ portals, ours, isFree, replicas }: Survey) {
  const share = Math.ceil(portals.length / Math.max(1, replicas))
  const mine = ours.filter((memberId) => portals.includes(memberId))
  const gone = ours.filter((memberId) => !portals.includes(memberId))
  const free = portals.filter((memberId) => !ours.includes(memberId) && isFree(memberId))
  return {
    give: [...gone, ...mine.slice(share)],
    take: free.slice(0, Math.max(0, share - mine.length)),
  }
}
