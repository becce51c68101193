import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, describing, nothing, numeric, yesNo } from '../shape.ts'

const changed = bearing('id name sort entityTypeId isDefault', {
  id: z.number(),
  isDefault: yesNo,
})
const funnel = bearing('id name sort entityTypeId isDefault originId originatorId', {
  id: z.number(),
  name: z.string(),
})

export const funnelCases: Family = {
  name: 'funnels',
  async play({ call, read, removal, refuse }, { entityTypeId }) {
    const fields = { name: 'New Default Funnel', sort: 50 }
    const { category } = await call(
      'crm.category.add',
      { entityTypeId, fields },
      z.object({ category: changed }),
    )
    const one = { entityTypeId, id: category.id }
    const remove = removal('crm.category.delete', one, nothing)
    await read('crm.category.get', one, z.object({ category: funnel }))
    const { categories } = await read(
      'crm.category.list',
      { entityTypeId },
      z.object({ categories: z.array(funnel).min(2) }),
    )
    if (categories[0]?.name !== fields.name) throw new Error('funnels are not in their order')
    await read(
      'crm.category.fields',
      { entityTypeId },
      z.object({
        fields: describing(
          'id name sort entityTypeId isDefault originId originatorId',
          'upperName',
        ),
      }),
    )
    await call(
      'crm.category.update',
      { ...one, fields: { name: 'New Funnel Name', sort: 1000 } },
      z.object({ category: changed }),
    )
    await remove()
    await refuse('crm.category.get', one, { status: 400, error: 'NOT_FOUND' })
  },
}

const columns = 'ID ENTITY_ID STATUS_ID NAME NAME_INIT SORT SYSTEM CATEGORY_ID COLOR SEMANTICS'

export const stageCases: Family = {
  name: 'stages and other dictionaries',
  async play({ call, read, removal }, { entityTypeId }) {
    const { categories } = await read(
      'crm.category.list',
      { entityTypeId },
      z.object({ categories: z.array(z.object({ id: z.number() })).min(1) }),
    )
    const entityId = `DYNAMIC_${entityTypeId}_STAGE_${categories[0]?.id ?? 0}`
    const code = `DT${entityTypeId}_${categories[0]?.id ?? 0}:DECISION`
    const id = await call(
      'crm.status.add',
      {
        fields: {
          ENTITY_ID: entityId,
          STATUS_ID: 'DECISION',
          NAME: 'Decision making',
          SORT: 35,
          COLOR: '#FFA900',
        },
      },
      z.number(),
    )
    const remove = removal('crm.status.delete', { id }, z.literal(true))
    const stage = await read('crm.status.get', { id }, bearing(columns, { ID: numeric }))
    if (stage['STATUS_ID'] !== code) throw new Error('a stage bears the prefix of its funnel')
    await read(
      'crm.status.list',
      { order: { SORT: 'ASC' }, filter: { ENTITY_ID: entityId } },
      z.array(bearing(`${columns} EXTRA`, { EXTRA: bearing('SEMANTICS COLOR', {}) })).min(3),
    )
    await call(
      'crm.status.update',
      { id, fields: { NAME: 'New name', COLOR: '#00A9F4' } },
      z.literal(true),
    )
    await read('crm.status.fields', {}, describing(columns))
    await read('crm.status.entity.types', {}, z.array(bearing('ID NAME', {})).min(1))
    await read(
      'crm.status.entity.items',
      { entityId },
      z.array(bearing('NAME SORT STATUS_ID', { SORT: z.number() })).min(3),
    )
    await remove()
    const owner = bearing('ID NAME SYMBOL_CODE SYMBOL_CODE_SHORT', { ID: z.number() })
    await read('crm.enum.ownertype', {}, z.array(owner).min(4))
    await read('crm.currency.base.get', {}, z.string().length(3))
    await read(
      'crm.currency.list',
      { order: { sort: 'asc', currency: 'asc' } },
      z.array(bearing('CURRENCY AMOUNT_CNT AMOUNT SORT BASE FULL_NAME LID DECIMALS', {})).min(1),
    )
  },
}
