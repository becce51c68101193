import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, describing, instant, nothing } from '../shape.ts'

const keys =
  'id title xmlId createdBy updatedBy createdTime updatedTime categoryId stageId assignedById ' +
  'opened entityTypeId'
const item = z.object({
  item: bearing(keys, { id: z.number(), title: z.string(), createdTime: instant }),
})
const onlyId = z.object({ item: z.object({ id: z.number() }) })

export const itemCases: Family = {
  name: 'items',
  async play({ call, read, removal, refuse }, { entityTypeId, userId }) {
    const fields = {
      title: 'REST',
      assignedById: userId,
      observers: [userId],
      opened: 'N',
      opportunity: 999.99,
      currencyId: 'RUB',
      isManualOpportunity: 'Y',
    }
    const made = await call('crm.item.add', { entityTypeId, fields }, item)
    const one = { entityTypeId, id: made.item.id }
    const remove = removal('crm.item.delete', one, nothing)
    await read('crm.item.get', { ...one, useOriginalUfNames: 'N' }, item)
    await read(
      'crm.item.fields',
      { entityTypeId, useOriginalUfNames: 'N' },
      z.object({ fields: describing(keys.replace(' entityTypeId', ''), 'upperName') }),
    )
    const changed = await call(
      'crm.item.update',
      { ...one, fields: { title: 'REST #1', opened: 'Y' } },
      item,
    )
    if (changed.item.title !== 'REST #1') throw new Error('the title was not changed')
    const { items } = await read(
      'crm.item.list',
      {
        entityTypeId,
        select: ['id', 'title', 'stageId', 'assignedById', 'opportunity'],
        filter: { '=title': 'REST #1', '@assignedById': [userId], '>=opportunity': 500 },
        order: { id: 'DESC' },
      },
      z.object({ items: z.array(bearing('id title stageId assignedById opportunity', {})) }),
    )
    if (items.length !== 1) throw new Error(`one item was to be found, not ${items.length}`)
    await read(
      'crm.item.list',
      { entityTypeId, filter: { 0: { logic: 'OR', 0: { id: one.id }, 1: { title: 'no' } } } },
      z.object({ items: z.tuple([z.unknown()]) }),
    )
    await read(
      'crm.stagehistory.list',
      {
        entityTypeId,
        order: { ID: 'ASC' },
        filter: { OWNER_ID: one.id },
        select: ['ID', 'STAGE_ID', 'CREATED_TIME'],
      },
      z.object({ items: z.array(bearing('ID STAGE_ID CREATED_TIME', {})).length(1) }),
    )
    await read(
      'crm.stagehistory.list',
      { entityTypeId, filter: { OWNER_ID: one.id } },
      z.object({
        items: z.array(bearing('ID TYPE_ID OWNER_ID CREATED_TIME CATEGORY_ID STAGE_ID', {})),
      }),
    )
    await remove()
    await refuse('crm.item.get', one, { status: 400, error: 'NOT_FOUND' })
  },
}

export const importCases: Family = {
  name: 'items brought from elsewhere',
  async play({ call, removal }, { entityTypeId }) {
    const createdTime = '2025-01-09T10:00:00+03:00'
    const one = await call(
      'crm.item.import',
      { entityTypeId, fields: { title: 'Imported', createdTime } },
      onlyId,
    )
    const removals = [removal('crm.item.delete', { entityTypeId, id: one.item.id }, nothing)]
    const { items } = await call(
      'crm.item.batchImport',
      { entityTypeId, data: [{ title: 'Imported 2' }, { title: 'Imported 3' }] },
      z.object({ items: z.tuple([onlyId, onlyId]) }),
    )
    for (const { item: brought } of items) {
      removals.push(removal('crm.item.delete', { entityTypeId, id: brought.id }, nothing))
    }
    for (const remove of removals) await remove()
  },
}

export const productRowCases: Family = {
  name: 'product rows of an item',
  async play({ call, read, removal }, { entityTypeId, itemId }) {
    const keys =
      'id ownerId ownerType productId productName price priceAccount priceExclusive priceNetto ' +
      'priceBrutto discountTypeId discountRate discountSum taxRate taxIncluded quantity ' +
      'customized measureCode measureName sort xmlId type'
    const row = z.object({ productRow: bearing(keys, { id: z.number() }) })
    const owner = { ownerId: itemId, ownerType: `T${entityTypeId.toString(16)}` }
    const { productRow } = await call(
      'crm.item.productrow.add',
      {
        fields: {
          ...owner,
          productName: 'Hour of an engineer',
          price: 80_000,
          quantity: 2,
          discountTypeId: 2,
          discountRate: 20,
          taxRate: 20,
          taxIncluded: 'Y',
          measureCode: 796,
        },
      },
      row,
    )
    const { id } = productRow
    const remove = removal('crm.item.productrow.delete', { id }, nothing)
    await read('crm.item.productrow.get', { id }, row)
    await read(
      'crm.item.productrow.list',
      {
        filter: { '=ownerType': owner.ownerType, '=ownerId': itemId, '>price': 5000 },
        order: { price: 'desc' },
      },
      z.object({ productRows: z.tuple([bearing(`${keys} storeId`, {})]) }),
    )
    await call('crm.item.productrow.update', { id, fields: { price: 90_000, quantity: 3 } }, row)
    await read(
      'crm.item.productrow.fields',
      {},
      z.object({ fields: describing('id ownerId ownerType productId productName price quantity') }),
    )
    await remove()
    const rows = z.object({ productRows: z.array(bearing(keys, {})) })
    const productRows = [
      { productName: 'Visit', price: 99_999.99, quantity: 1, sort: 10 },
      { productName: 'Hour', price: 15_900, quantity: 2, sort: 20 },
    ]
    await call('crm.item.productrow.set', { ...owner, productRows }, rows)
    const none = await call('crm.item.productrow.set', { ...owner, productRows: [] }, rows)
    if (none.productRows.length > 0) throw new Error('rows are left')
  },
}

export const cardCases: Family = {
  name: 'views of an item’s card',
  async play({ call, read, removal }, { entityTypeId, userId }) {
    const view = { entityTypeId, userId, scope: 'C' }
    const data = [
      {
        name: 'main',
        title: 'About the ticket',
        type: 'section',
        elements: [
          { name: 'CLIENT', optionFlags: 1, options: { defaultCountry: 'RU' } },
          { name: 'TITLE', optionFlags: 1 },
        ],
      },
    ]
    await call('crm.item.details.configuration.set', { ...view, data }, z.literal(true))
    const reset = removal('crm.item.details.configuration.reset', view, z.literal(true))
    const element = bearing('name optionFlags', {})
    await read(
      'crm.item.details.configuration.get',
      view,
      z.array(bearing('name title type', { elements: z.array(element) })).length(1),
    )
    await call(
      'crm.item.details.configuration.forceCommonScopeForAll',
      { entityTypeId },
      z.literal(true),
    )
    await reset()
  },
}
