import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, itemOf, openBridge, updateItem } from '../support/open-bridge.ts'
import type { Visitor } from '../support/visit.ts'

const png = 'iVBORw0KGgo='

/** Files add up from both sides, and nobody's file is lost or comes twice. */
describe('files of a ticket', () => {
  let bridge: Bridge
  let itemId: number
  let mirrorId: number

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, {
      title: 'Не печатается накладная',
      values: { files: [{ name: 'первый.png', base64: png }], filesReason: '' },
    })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const fieldOf = (person: Visitor) => person.session.portal.place?.fields.files ?? ''

  async function fileIds(person: Visitor, id: number): Promise<number[]> {
    const files = (await itemOf(person, id))[fieldOf(person)]
    return z
      .array(z.object({ id: z.number() }))
      .parse(files)
      .map((file) => file.id)
  }

  /** As the portal's own card does it: what is there stays. */
  async function addFile(person: Visitor, id: number, name: string): Promise<void> {
    const there = (await fileIds(person, id)).map((fileId) => ({ id: fileId }))
    await updateItem(person, id, { [fieldOf(person)]: [...there, [name, png]] })
  }

  const counts = async () => [
    (await fileIds(bridge.customer, itemId)).length,
    (await fileIds(bridge.partner, mirrorId)).length,
  ]

  it('a file that is added later comes to the other side, from either', async () => {
    const { world, customer, partner } = bridge
    await addFile(customer, itemId, 'второй.png')
    await world.settle()
    expect(await counts()).toEqual([2, 2])
    await addFile(partner, mirrorId, 'исправление.zip')
    await world.settle()
    await bridge.sweep(60)
    expect(await counts()).toEqual([3, 3])
  })

  it('one that is taken away on one side stays on the other', async () => {
    const { world, customer } = bridge
    await updateItem(customer, itemId, { [fieldOf(customer)]: [] })
    await world.settle()
    expect(await counts()).toEqual([0, 1])
  })

  it('when the answer is lost, then it is not carried twice', async () => {
    const { world, customer } = bridge
    world.partner.faults.add({ fault: 'answerLost', target: 'crm.item.update' })
    await addFile(customer, itemId, 'второй.png')
    await world.settle()
    await bridge.sweep(60)
    expect(await counts()).toEqual([2, 2])
  })

  it('what somebody adds to the mirror before we know of it comes to the other side too', async () => {
    const { world, customer, partner } = bridge
    world.partner.faults.add({ fault: 'answerLost', target: 'crm.item.add' })
    const second = await fileTicket(customer, { title: 'Нет звука' })
    await world.app.jobs.processInbox()
    await world.app.jobs.deliverOutbox()
    await addFile(partner, mirrorId + 1, 'схема.png')
    await world.settle()
    await bridge.sweep(60)
    expect(await fileIds(partner, mirrorId + 1)).toHaveLength(1)
    expect(await fileIds(customer, second)).toHaveLength(1)
  })

  it('a file that comes with an edit of a message follows to its mirror', async () => {
    const { world, customer, partner } = bridge
    const typeOf = (person: Visitor) =>
      `dynamic_${String(person.session.portal.place?.entityTypeId)}`
    const id = await partner.call('crm.timeline.comment.add', {
      fields: { ENTITY_TYPE: typeOf(partner), ENTITY_ID: mirrorId, COMMENT: '#клиенту Готово' },
    })
    await world.settle()
    await partner.call('crm.timeline.comment.update', {
      id,
      fields: { COMMENT: '#клиенту Готово', FILES: [['инструкция.txt', png]] },
    })
    await world.settle()
    const comments = await customer.call('crm.timeline.comment.list', {
      filter: { ENTITY_TYPE: typeOf(customer), ENTITY_ID: itemId },
      select: ['ID', 'COMMENT', 'FILES'],
    })
    const mirror = z
      .array(z.looseObject({ COMMENT: z.string(), FILES: z.unknown() }))
      .parse(comments)
      .find((comment) => comment.COMMENT.includes('Готово'))
    expect(JSON.stringify(mirror?.FILES)).toContain('инструкция.txt')
  })
})
