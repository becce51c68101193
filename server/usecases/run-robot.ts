import type { Logger } from 'pino'
import type { RobotCode } from '../../shared/automation/robots.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClient, PortalClients } from '../bitrix/client.ts'
import type { getUsers } from '../bitrix/people.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { RobotCallRecord } from '../db/robot-calls-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { ActOnTicket } from './act-on-ticket.ts'
import type { createFileByRobot } from './file-by-robot.ts'
import type { createLogWorkByRobot } from './log-work-by-robot.ts'
import { robotActions } from './robot-actions.ts'
import { RobotRefusal, type RobotValues, resultRows } from './robot-outcome.ts'
import { robotTexts } from './robot-texts.ts'
import type { Cause } from './sync-ticket.ts'

type ReadyPortal = Portal & { place: Place; role: Side }

type Deps = {
  db: Database
  clients: PortalClients
  clock: Clock
  log: Logger
  fileByRobot: ReturnType<typeof createFileByRobot>
  logWorkByRobot: ReturnType<typeof createLogWorkByRobot>
  syncItem: (portal: Portal, itemId: number, cause: Cause) => Promise<unknown>
  act: ActOnTicket
  commands: { getUsers: typeof getUsers }
  /** Something waits in the outbox. */
  wake: () => void
}

/** A robot's work: done once for its token, and the automation that waits is told what became of it. */
export function createRunRobot(deps: Deps) {
  const { db, clock } = deps

  return async function runRobot(
    memberId: string,
    token: string,
    inboxIds: readonly number[],
  ): Promise<void> {
    const call = await db.robotCalls.find(memberId, token)
    const portal = readyOf(await db.portals.find(memberId))
    if (!call || !portal) return db.inbox.remove(inboxIds)
    try {
      if (call.code === 'sla_create_ticket') await file(call, portal, inboxIds)
      else if (call.code === 'sla_log_work') await logWork(call, portal, inboxIds)
      else await act(call, portal, inboxIds)
    } catch (error) {
      if (!(error instanceof RobotRefusal)) throw error
      deps.log.info({ memberId, robot: call.code }, 'robot refused')
      await finish(call, portal, {
        values: { error: error.words[portal.language] },
        inboxIds,
      })
    }
  }

  async function file(call: RobotCallRecord, portal: ReadyPortal, inboxIds: readonly number[]) {
    if (portal.role !== 'customer') throw strangerTo(call)
    const client = await deps.clients.forPortal(portal.memberId)
    const itemId = await deps.fileByRobot(call, portal, client)
    await deps.syncItem(portal, itemId, { inboxIds: [], updates: 0, events: null })
    const ticket = await db.tickets.findByItem(portal.memberId, itemId)
    if (!ticket) throw new Error('A robot’s item has not become a ticket')
    await finish(call, portal, { values: filedValues(ticket, itemId), inboxIds })
  }

  async function logWork(call: RobotCallRecord, portal: ReadyPortal, inboxIds: readonly number[]) {
    if (portal.role !== 'partner') throw strangerTo(call)
    const ticket = await ticketOf(call, portal)
    const nameInPortal = (userId: number) => nameOf(portal, userId)
    const values = await deps.logWorkByRobot(call, ticket, nameInPortal)
    await finish(call, portal, { values, inboxIds })
  }

  async function finish(
    call: RobotCallRecord,
    portal: ReadyPortal,
    { values, inboxIds }: { values: RobotValues; inboxIds: readonly number[] },
  ): Promise<void> {
    await db.transaction(async (stores) => {
      await stores.outbox.add(resultRows(call, portal, values), mostUrgent, clock.now())
      await stores.inbox.remove(inboxIds)
    })
    deps.wake()
  }

  async function act(call: RobotCallRecord, portal: ReadyPortal, inboxIds: readonly number[]) {
    const robot = robotActions[call.code as RobotCode]
    if (robot?.side !== portal.role) throw strangerTo(call)
    const { id } = await ticketOf(call, portal)
    let values: RobotValues = {}
    const tells = (thought: Ticket) =>
      resultRows(call, portal, { number: String(thought.number), ...values })
    await deps.act(id, { side: portal.role, inboxIds, tells }, async (ticket) => {
      const action = await robot.act(call, {
        ticket,
        persons: await db.contracts.persons(ticket.contractId),
        nameOf: (userId) => nameOf(portal, userId),
        now: clock.now(),
      })
      values = action.values
      return action
    })
  }

  /** By the number that was given, or the one on which the robot stands. */
  async function ticketOf(call: RobotCallRecord, portal: ReadyPortal): Promise<Ticket> {
    const given = call.properties.ticket?.trim() ?? ''
    if (given !== '') return ticketNumbered(portal.memberId, given)
    const isOurs = call.entityTypeId === portal.place.entityTypeId
    const ticket = isOurs && (await db.tickets.findByItem(portal.memberId, call.itemId))
    if (!ticket) throw new RobotRefusal(robotTexts.noTicket)
    return ticket
  }

  async function ticketNumbered(memberId: string, given: string): Promise<Ticket> {
    const number = Number(/^(?:№\s*)?(\d{1,9})$/.exec(given)?.[1] ?? 0)
    const [id, ...others] = await db.robotCalls.ticketsNumbered(memberId, number)
    const ticket = id !== undefined && others.length === 0 && (await db.tickets.find(id))
    if (!ticket) throw new RobotRefusal(robotTexts.unknownTicket(given))
    return ticket
  }

  async function nameOf({ memberId }: ReadyPortal, userId: number): Promise<string> {
    const known = (await db.portals.namesOf(memberId, [userId])).get(userId)
    if (known !== undefined) return known
    const client: PortalClient = await deps.clients.forPortal(memberId)
    const found = await client.run(deps.commands.getUsers([userId]))
    await db.portals.rememberUsers(memberId, found, clock.now())
    const name = found.get(userId)
    if (name === undefined) throw new RobotRefusal(robotTexts.unknownUser(userId))
    return name
  }
}

/** Before other work: somebody’s automation stands still. */
const mostUrgent = 1

const strangerTo = ({ code }: RobotCallRecord) => new RobotRefusal(robotTexts.unknownRobot(code))

function filedValues(ticket: Ticket, itemId: number): RobotValues {
  const reaction = ticket.clocks.clocks.find((clock) => clock.name === 'reaction')
  const dueAt = reaction?.dueAt ?? null
  return {
    number: String(ticket.number),
    itemId: String(itemId),
    level: String(ticket.level),
    due: dueAt === null ? '' : new Date(dueAt).toISOString(),
  }
}

function readyOf(portal: Portal | undefined): ReadyPortal | undefined {
  if (!portal?.place || portal.role === null || !portal.isInstalled) return undefined
  return { ...portal, place: portal.place, role: portal.role }
}
