import type { Person } from '../../shared/api/contracts.ts'
import { categoryOptions } from '../../shared/ticket/fields.ts'
import { crmCardUrl } from '../../shared/ticket/crm-links.ts'
import type { FieldValues, Place } from '../../shared/ticket/place.ts'
import { levelSchema } from '../../shared/sla/level.ts'
import type { PortalClient } from '../bitrix/client.ts'
import type { addItem, findItemsByXmlId } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { RobotCallRecord } from '../db/robot-calls-store.ts'
import { RobotRefusal, requiredText, requiredUser } from './robot-outcome.ts'
import { robotTexts } from './robot-texts.ts'

type ReadyPortal = Portal & { place: Place }

type Deps = {
  db: Database
  commands: { addItem: typeof addItem; findItemsByXmlId: typeof findItemsByXmlId }
  /** What a portal says when it refuses something for good; undefined for any other failure. */
  refusalOf: (error: unknown) => string | undefined
}

const longestTitle = 250

/** «Создать обращение SLA»: an item like any other, made by the service token in a person's name. */
export function createFileByRobot({ db, commands, refusalOf }: Deps) {
  /**
   * @returns the item's id; the same however often it is asked for
   * @throws RobotRefusal when there can be no ticket
   */
  return async function fileByRobot(
    call: RobotCallRecord,
    portal: ReadyPortal,
    client: PortalClient,
  ): Promise<number> {
    const contract = await db.contracts.findOfCustomer(portal.memberId)
    if (contract?.state !== 'active') throw new RobotRefusal(robotTexts.noContract)
    const filerId = requiredUser(call, 'filer')
    const persons = await db.contracts.persons(contract.id)
    const person = persons.find((one) => one.portalUserId === filerId)
    const item = {
      title: requiredText(call, 'title').slice(0, longestTitle),
      xmlId: call.xmlId,
      values: valuesOf(call, portal, person),
    }
    if (call.hasBegun) {
      const [made] = await client.run(commands.findItemsByXmlId(portal.place, call.xmlId))
      if (made) return made.id
    }
    await db.robotCalls.begin(call, filerId)
    return add(client, portal.place, item)
  }

  async function add(client: PortalClient, place: Place, item: NewItem): Promise<number> {
    try {
      return (await client.run(commands.addItem(place, item))).id
    } catch (error) {
      const words = refusalOf(error)
      if (words === undefined) throw error
      throw new RobotRefusal(robotTexts.portalRefused(words), { cause: error })
    }
  }
}

type NewItem = Parameters<typeof addItem>[1]

function valuesOf(
  call: RobotCallRecord,
  { clientEndpoint, place }: ReadyPortal,
  person: Person | undefined,
): FieldValues {
  const { properties, entityTypeId, itemId } = call
  const { origin } = new URL(clientEndpoint)
  const level = levelSchema.safeParse(Number(properties.level)).data
  const { category } = properties
  const isFromTickets = entityTypeId === place.entityTypeId
  return {
    description: requiredText(call, 'description'),
    impact: properties.impact ?? '',
    environment: properties.environment ?? '',
    ...(level !== undefined && { level: String(level) }),
    ...(categoryOptions.some(({ key }) => key === category) && { category: category ?? '' }),
    ...(!isFromTickets && { links: crmCardUrl(origin, entityTypeId, itemId) }),
    ...(person && {
      contactName: person.name,
      contactPhone: person.phone,
      contactEmail: person.email,
    }),
  }
}
