/**
 * Who and what is simulated. Portals and tickets are numbered; everything else follows from the
 * numbers, so that the database and the emulator need not tell each other.
 */
export type Size = { portals: number; tickets: number }

/** One support firm has so many portals of customers and its own. */
const portalsOfFirm = 10

export const partnersOf = ({ portals }: Size) => Math.max(1, Math.floor(portals / portalsOfFirm))

/** Each customer has one contract; firms come first among the portals, then customers. */
export const customersOf = (size: Size) => size.portals - partnersOf(size)

export const memberIdOf = (portal: number) => `p${String(portal).padStart(31, '0')}`

export const partnerOfContract = (contract: number, size: Size) => contract % partnersOf(size)
export const customerOfContract = (contract: number, size: Size) => partnersOf(size) + contract

/** Of the ticket n, in either portal. */
export const firstItemId = 1_000_000

/** Every so manyth ticket is open. */
export const openEvery = 20

export const isOpenTicket = (n: number) => n % openEvery === 0

/** Levels of the patterns that are closed, and of those that are open, in their order. */
export const closedLevels = [1, 2, 3, 4] as const
export const openLevels = [1, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4] as const

/** Of twenty tickets one is critical, three are of level 2, ten of level 3, six of level 4. */
const closedOfTwenty = [0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]
const openOfTwenty = [4, 5, 6, 5, 7, 8, 9, 10, 11, 7, 8, 9, 10, 11, 12, 13, 14, 12, 13, 14]

/** Which pattern the ticket n is a copy of. The same in SQL: `patternSql`. */
export function patternOf(n: number): number {
  const patterns = isOpenTicket(n) ? openOfTwenty : closedOfTwenty
  return patterns[Math.floor(n / openEvery) % patterns.length] ?? 0
}

export const patternSql = (): string => {
  const slot = `[(n / ${String(openEvery)}) % 20 + 1]`
  const pick = (patterns: readonly number[]) => `(array[${patterns.join(', ')}])${slot}`
  return `case when n % ${String(openEvery)} = 0 then ${pick(openOfTwenty)} else ${pick(closedOfTwenty)} end`
}

const spread = 2_654_435_761
const range = 4_294_967_296

/** A few large customers file much, many file little. The same in SQL: `contractSql`. */
export function contractOf(n: number, size: Size): number {
  const share = Number((BigInt(n) * BigInt(spread)) % BigInt(range)) / range
  return Math.floor(customersOf(size) * share * share)
}

export const contractSql = (size: Size): string => {
  const share = `(((n::bigint * ${String(spread)}) % ${String(range)})::float8 / ${String(range)})`
  return `floor(${String(customersOf(size))} * ${share} * ${share})::int`
}

/** Of a working day's news so much comes in each hour (Moscow), in thousandths. */
const byHour = [
  4, 3, 2, 2, 3, 5, 9, 18, 45, 90, 120, 115, 100, 75, 90, 100, 90, 65, 28, 14, 9, 6, 4, 3,
] as const
const workingDays = 250
const moscowHours = 3
const hourMs = 3_600_000

/** What a ticket brings: its filing, messages of either side and moves. */
export const newsOfTicket = { filed: 1, customerMessages: 2, partnerMessages: 4, moves: 3 } as const
const newsPerTicket = Object.values(newsOfTicket).reduce<number>((sum, count) => sum + count, 0)

/** The stock of tickets is that of one year. */
export const newsPerDay = ({ tickets }: Size) => (tickets / workingDays) * newsPerTicket

/** News a second at an instant. */
export function newsPerSecond(size: Size, at: number): number {
  const hour = (Math.floor(at / hourMs) + moscowHours) % 24
  return (newsPerDay(size) * (byHour[hour] ?? 0)) / 1000 / 3600
}
