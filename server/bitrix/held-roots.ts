import { type HeldRoots, heldRootsSchema } from '../../shared/evidence/roots.ts'
import type { Command } from './command.ts'

/** The roots of a contract's month as the portal holds them; what cannot be read is as good as none. */
export function getHeldRoots(option: string): Command<HeldRoots> {
  return {
    method: 'app.option.get',
    params: { option },
    read: (result) => heldRootsSchema.catch({}).parse(readJson(result)),
  }
}

export function setHeldRoots(option: string, roots: HeldRoots): Command<null> {
  return {
    method: 'app.option.set',
    params: { options: { [option]: JSON.stringify(roots) } },
    read: () => null,
  }
}

function readJson(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : null
  } catch {
    return null
  }
}
