/** Where a table program would begin to reckon. */
const startsFormula = /^[=+\-@\t\r\n]/

/**
 * A table as CSV for people's table programs: semicolons, as Russian settings expect them, a mark of
 * UTF-8 in front, and no cell that would be taken for a formula.
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(toCell).join(';')).join('\r\n')}\r\n`
}

function toCell(text: string): string {
  const harmless = startsFormula.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
