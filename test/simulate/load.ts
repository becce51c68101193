import { readdirSync, readFileSync } from 'node:fs'

/** Of one or several processes: processor time so far, and memory now. */
export type Use = { cpuS: number; memoryMb: number }

/** Ticks of /proc a second, the same on all Linux systems. */
const ticksPerS = 100
const pageKb = 4

/** What processes of this machine use, by /proc; memory that several share is counted for each. */
export function useOf(pids: readonly number[]): Use {
  const uses = pids.flatMap((pid) => readStat(pid) ?? [])
  return {
    cpuS: uses.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerS,
    memoryMb: uses.reduce((sum, { pages }) => sum + pages * pageKb, 0) / 1024,
  }
}

/** All that descend from a process, and the process itself. */
export function familyOf(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readStat(Number(name))
    if (stat) parents.set(Number(name), stat.parent)
  }
  const family = new Set([root])
  for (let before = 0; before !== family.size;) {
    before = family.size
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid)
  }
  return [...family]
}

/** Ticks also of children that have ended. */
function readStat(pid: number): { parent: number; ticks: number; pages: number } | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0)
    return { parent, ticks, pages: fields[21] ?? 0 }
  } catch {
    // It has just ended.
    return undefined
  }
}
