import {
  type Evidence,
  type EvidenceHead,
  evidenceHeadSchema,
  evidenceStatementSchema,
  rootsPageSchema,
  ticketsPageSchema,
} from '../../../shared/api/evidence.ts'
import { type HeldRoots, heldRootsSchema, rootsOption } from '../../../shared/evidence/roots.ts'
import type { Api } from '../../api/request.ts'
import type { Frame } from '../../bitrix/frame.ts'

type World = {
  api: Pick<Api, 'get'> & { clock: { now(): number } }
  frame: Pick<Frame, 'call'>
  onRead: (tickets: number, head: EvidenceHead) => void
}

/** Reads everything that there is to verify: from our server, and the roots from the person's own portal. */
export async function fetchEvidence(
  contractId: string,
  { api, frame, onRead }: World,
): Promise<Evidence> {
  const path = `/api/evidence/${contractId}`
  const head = await api.get(path, evidenceHeadSchema)
  const roots: Evidence['roots'] = []
  for (let after: string | null = ''; after !== null;) {
    const page: { roots: Evidence['roots']; next: string | null } = await api.get(
      `${path}/roots?after=${after}`,
      rootsPageSchema,
    )
    roots.push(...page.roots)
    after = page.next
  }
  const held = await heldBy(frame, head.contractId, roots)
  const tickets: Evidence['tickets'] = []
  for (let after: string | null = ''; after !== null;) {
    const page: { tickets: Evidence['tickets']; next: string | null } = await api.get(
      `${path}/tickets?after=${encodeURIComponent(after)}`,
      ticketsPageSchema,
    )
    tickets.push(...page.tickets)
    after = page.next
    onRead(tickets.length, head)
  }
  const statements: Evidence['statements'] = []
  for (const month of head.months)
    statements.push(await api.get(`${path}/statements/${month}`, evidenceStatementSchema))
  const savedAt = api.clock.now()
  return { format: 'sla-evidence-1', savedAt, head, roots, held, tickets, statements }
}

/** The portal is asked past our server, in the person's own name. */
async function heldBy(
  frame: Pick<Frame, 'call'>,
  contractId: string,
  roots: Evidence['roots'],
): Promise<HeldRoots> {
  const held: HeldRoots = {}
  for (const month of new Set(roots.map(({ day }) => day.slice(0, 7)))) {
    const value = await frame.call('app.option.get', { option: rootsOption(contractId, month) })
    if (typeof value === 'string' && value !== '')
      Object.assign(held, heldRootsSchema.parse(JSON.parse(value)))
  }
  return held
}
