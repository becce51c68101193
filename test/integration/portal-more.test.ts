import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  employee,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
let rest: Rest
let entityTypeId: number
let typeId: number
let ownerId: number
beforeAll(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  const fields = { title: 'Обращения', isStagesEnabled: 'Y', isLinkWithProductsEnabled: 'Y' }
  const { type } = await resultOf<{ type: { id: number; entityTypeId: number } }>(
    rest('crm.type.add', { fields }),
  )
  entityTypeId = type.entityTypeId
  typeId = type.id
  const { item } = await resultOf<{ item: { id: number } }>(
    rest('crm.item.add', { entityTypeId, fields: {} }),
  )
  ownerId = item.id
})
afterAll(() => sandbox.close())

describe('to-do', () => {
  it('is changed in parts and seen by the old methods', async () => {
    const owner = { ownerTypeId: entityTypeId, ownerId }
    const { id } = await resultOf<{ id: number }>(
      rest('crm.activity.todo.add', {
        ...owner,
        deadline: '2026-03-03T10:00:00+03:00',
        title: 'Позвонить',
      }),
    )
    const todo = { id, ...owner }
    await resultOf(
      rest('crm.activity.todo.update', {
        ...todo,
        deadline: '2026-03-04T10:00:00+03:00',
        title: 'Написать',
      }),
    )
    await resultOf(
      rest('crm.activity.todo.updateDeadline', { ...todo, value: '2026-03-05T10:00:00+03:00' }),
    )
    await resultOf(rest('crm.activity.todo.updateDescription', { ...todo, value: 'по почте' }))
    await resultOf(rest('crm.activity.todo.updateColor', { ...todo, colorId: '3' }))
    await resultOf(
      rest('crm.activity.todo.updateResponsibleUser', { ...todo, responsibleId: employee }),
    )
    expect(await resultOf(rest('crm.activity.get', { id }))).toMatchObject({
      SUBJECT: 'Написать',
      DESCRIPTION: 'по почте',
      DEADLINE: '2026-03-05T10:00:00+03:00',
      RESPONSIBLE_ID: '2',
    })
    const filter = {
      OWNER_ID: ownerId,
      OWNER_TYPE_ID: entityTypeId,
      '>DEADLINE': '2026-03-05T00:00:00+03:00',
    }
    expect(await resultOf<unknown[]>(rest('crm.activity.list', { filter }))).toHaveLength(1)
    expect(
      (await rest('crm.activity.todo.updateColor', { ...todo, colorId: '9' })).body['error'],
    ).toBe('CAN_NOT_UPDATE_WRONG_COLOR_TODO')
    expect(await resultOf(rest('crm.activity.delete', { id }))).toBe(true)
  })
})

describe('looks of the timeline', () => {
  it.each(['icon', 'logo'])('%s is added beside those of the system', async (kind) => {
    const look = { code: 'sla_clock', fileContent: 'PHN2Zy8+' }
    expect(await resultOf(rest(`crm.timeline.${kind}.add`, look))).toMatchObject({
      [kind]: { isSystem: false },
    })
    expect(await resultOf(rest(`crm.timeline.${kind}.get`, { code: 'info' }))).toMatchObject({
      [kind]: { isSystem: true },
    })
    const list = await resultOf<Record<string, unknown[]>>(rest(`crm.timeline.${kind}.list`))
    expect(list[`${kind}s`]).toContainEqual(expect.objectContaining({ code: 'sla_clock' }))
    expect(await resultOf(rest(`crm.timeline.${kind}.delete`, { code: 'sla_clock' }))).toBe(true)
  })

  it('badges and kinds of activities are the administrator’s', async () => {
    const badge = { code: 'breach', title: 'SLA', value: 'Нарушен', type: 'failure' }
    expect(await resultOf(rest('crm.activity.badge.add', badge))).toEqual({ badge })
    expect(await resultOf(rest('crm.activity.badge.get', { code: 'breach' }))).toEqual({ badge })
    expect(await resultOf(rest('crm.activity.badge.list'))).toEqual({ badges: [badge] })
    expect(
      (await restAs(sandbox.portal, employee)('crm.activity.badge.delete', { code: 'breach' }))
        .body['error'],
    ).toBe('ACCESS_DENIED')
    expect(await resultOf(rest('crm.activity.badge.delete', { code: 'breach' }))).toBe(true)
    await resultOf(
      rest('crm.activity.type.add', {
        fields: { TYPE_ID: 'SLA', NAME: 'Срок', IS_CONFIGURABLE_TYPE: 'Y' },
      }),
    )
    expect(await resultOf(rest('crm.activity.type.list'))).toMatchObject([
      { TYPE_ID: 'SLA', IS_CONFIGURABLE_TYPE: 'Y' },
    ])
    expect(await resultOf(rest('crm.activity.type.delete', { TYPE_ID: 'SLA' }))).toBe(true)
  })

  it('notes and pins hang on an entry', async () => {
    const comment = { ENTITY_ID: ownerId, ENTITY_TYPE: `dynamic_${entityTypeId}`, COMMENT: 'x' }
    const itemId = await resultOf<number>(rest('crm.timeline.comment.add', { fields: comment }))
    const entry = { ownerTypeId: entityTypeId, ownerId, itemType: 1, itemId }
    await resultOf(rest('crm.timeline.note.save', { ...entry, text: 'помнить' }))
    expect(await resultOf(rest('crm.timeline.note.get', entry))).toMatchObject({
      text: 'помнить',
      createdById: admin,
    })
    expect(await resultOf(rest('crm.timeline.note.delete', entry))).toBe(true)
    expect((await rest('crm.timeline.note.get', entry)).body['error']).toBe('NOT_FOUND')
    const pin = { id: itemId, ownerTypeId: entityTypeId, ownerId }
    expect(await resultOf(rest('crm.timeline.item.pin', pin))).toBeNull()
    expect(await resultOf(rest('crm.timeline.item.unpin', pin))).toBeNull()
  })
})

describe('product rows', () => {
  it('reckon price, discount and tax, and are replaced as a set', async () => {
    const owner = { ownerType: `T${entityTypeId.toString(16)}`, ownerId }
    const row = {
      productId: 0,
      productName: 'Час инженера',
      price: 80000,
      quantity: 2,
      discountTypeId: 2,
      discountRate: 20,
      taxRate: 20,
      taxIncluded: 'Y',
    }
    const { productRow } = await resultOf<{ productRow: { id: number } }>(
      rest('crm.item.productrow.add', { fields: { ...owner, ...row } }),
    )
    // The documentation's own example of such a row.
    expect(productRow).toMatchObject({
      priceExclusive: 66666.67,
      priceNetto: 83333.34,
      priceBrutto: 100000.01,
      discountSum: 16666.67,
    })
    const { id } = productRow
    expect(await resultOf(rest('crm.item.productrow.get', { id }))).toMatchObject({
      productRow: { id, quantity: 2 },
    })
    expect(
      await resultOf(rest('crm.item.productrow.update', { id, fields: { quantity: 3 } })),
    ).toMatchObject({ productRow: { quantity: 3, price: 80000 } })
    await resultOf(
      rest('crm.item.productrow.set', {
        ...owner,
        productRows: [{ productName: 'Выезд', price: 5000, quantity: 1 }],
      }),
    )
    const filter = { '=ownerType': owner.ownerType, '=ownerId': ownerId }
    const { productRows } = await resultOf<{ productRows: { id: number }[] }>(
      rest('crm.item.productrow.list', { filter }),
    )
    expect(productRows).toMatchObject([{ productName: 'Выезд', priceNetto: 5000, taxRate: null }])
    expect(
      await resultOf(rest('crm.item.productrow.delete', { id: productRows[0]!.id })),
    ).toBeNull()
    expect((await rest('crm.item.productrow.get', { id })).body['error']).toBe('NOT_FOUND')
    expect(await resultOf(rest('crm.item.productrow.fields'))).toHaveProperty('fields.price')
  })
})

describe('dictionaries', () => {
  it('know the smart process', async () => {
    const owners = await resultOf<unknown[]>(rest('crm.enum.ownertype'))
    expect(owners).toContainEqual(
      expect.objectContaining({
        ID: entityTypeId,
        SYMBOL_CODE_SHORT: `T${entityTypeId.toString(16)}`,
      }),
    )
    const dictionaries = await resultOf<unknown[]>(rest('crm.status.entity.types'))
    expect(dictionaries).toContainEqual(
      expect.objectContaining({ ENTITY_TYPE_ID: entityTypeId, IS_ENABLED: true }),
    )
    expect(await resultOf(rest('crm.currency.base.get'))).toBe('RUB')
    expect(await resultOf(rest('crm.currency.list'))).toMatchObject([
      { CURRENCY: 'RUB', BASE: 'Y' },
    ])
    expect(await resultOf(rest('access.name', { ACCESS: ['AU', 'G2'] }))).toMatchObject({
      AU: { provider_id: 'other' },
    })
  })

  it('and workplaces hold smart processes', async () => {
    const { automatedSolution } = await resultOf<{ automatedSolution: { id: number } }>(
      rest('crm.automatedsolution.add', { fields: { title: 'Поддержка', typeIds: [typeId] } }),
    )
    const { id } = automatedSolution
    expect((await rest('crm.automatedsolution.delete', { id })).body['error']).toBe(
      'HAS_BOUND_TYPES',
    )
    await resultOf(
      rest('crm.automatedsolution.update', { id, fields: { title: 'Сервис', typeIds: [] } }),
    )
    expect(await resultOf(rest('crm.automatedsolution.get', { id }))).toMatchObject({
      automatedSolution: { title: 'Сервис', typeIds: [] },
    })
    expect(await resultOf(rest('crm.automatedsolution.list'))).toMatchObject({
      automatedSolutions: [{ id }],
    })
    expect(await resultOf(rest('crm.automatedsolution.fields'))).toHaveProperty('title')
    expect(await resultOf(rest('crm.automatedsolution.delete', { id }))).toBeNull()
  })
})
