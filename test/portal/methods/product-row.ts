import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { type Item } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId, shelf } from '../state.ts'
import { type Params, intOf, isYes, listOf, mapOf, numberOf, textOf, yesNo } from '../values.ts'
import { typeOfShortCode } from './built-in-types.ts'
import { fieldInfo, findType, missingParam, requiredInt } from './crm-access.ts'
import { readOwner, requiredOwner } from './owner.ts'

const rowsOf = (call: Call) => shelf(call.portal, 'productRow')

type Owner = { ownerType: string; ownerId: number }

/** `D` is a deal, `T9c` the smart process 156; its type must be linked with products. */
function findOwner(call: Call, { ownerType, ownerId }: Owner, find: typeof requiredOwner): Item {
  const type = findType(call, typeOfShortCode(ownerType))
  if (!type?.flags['isLinkWithProductsEnabled']) {
    throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
  }
  return find(call, type.entityTypeId, ownerId)
}

const requireOwner = (call: Call, owner: Owner): Item => findOwner(call, owner, requiredOwner)

const round = (value: number): number => Math.round(value * 100) / 100
const monetaryDiscount = 1

/** Price is what the customer pays; the others are its parts before discount and tax. */
function priced(fields: Params): Params {
  const price = numberOf(fields['price']) ?? 0
  const taxRate = numberOf(fields['taxRate'])
  const rate = (taxRate ?? 0) / 100
  const isIncluded = isYes(fields['taxIncluded'])
  const priceExclusive = round(isIncluded ? price / (1 + rate) : price)
  const discountTypeId = intOf(fields['discountTypeId']) ?? 2
  const isMoney = discountTypeId === monetaryDiscount
  const givenRate = numberOf(fields['discountRate']) ?? 0
  const discountSum = isMoney
    ? (numberOf(fields['discountSum']) ?? 0)
    : round((priceExclusive * givenRate) / (100 - givenRate))
  const priceNetto = round(priceExclusive + discountSum)
  return {
    price,
    priceAccount: price,
    priceExclusive,
    priceNetto,
    priceBrutto: round(priceNetto * (1 + rate)),
    discountTypeId,
    discountRate: isMoney && priceNetto > 0 ? round((discountSum / priceNetto) * 100) : givenRate,
    discountSum,
    taxRate,
    taxIncluded: yesNo(isIncluded),
  }
}

function newRow(call: Call, owner: Owner, fields: Params): Params {
  return {
    id: nextId(call.portal, 'productRow'),
    ownerId: owner.ownerId,
    ownerType: owner.ownerType,
    ...rowValues(fields),
  }
}

const rowValues = (fields: Params): Params => ({
  productId: intOf(fields['productId']) ?? 0,
  productName: textOf(fields['productName']),
  ...priced(fields),
  quantity: numberOf(fields['quantity']) ?? 1,
  customized: 'Y',
  measureCode: intOf(fields['measureCode']) ?? 796,
  measureName: 'шт',
  sort: intOf(fields['sort']) ?? 10,
  xmlId: '',
  type: 4,
})

/** The sum of an element follows its rows until somebody has set it by hand. */
function total(call: Call, item: Item, owner: Owner): void {
  if (item.values['isManualOpportunity'] === true) return
  const rows = [...rowsOf(call).values()].filter(
    (row) => row['ownerType'] === owner.ownerType && row['ownerId'] === owner.ownerId,
  )
  const sumOf = (read: (row: Params) => number) =>
    round(rows.reduce((sum, row) => sum + read(row) * Number(row['quantity']), 0))
  const gross = (row: Params) =>
    row['taxIncluded'] === 'Y'
      ? Number(row['price'])
      : Number(row['price']) * (1 + Number(row['taxRate'] ?? 0) / 100)
  item.values['opportunity'] = sumOf(gross)
  item.values['taxValue'] = sumOf((row) => gross(row) - Number(row['priceExclusive']))
}

function addRow(call: Call, params: Params) {
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  const owner = { ownerType: textOf(fields['ownerType']), ownerId: intOf(fields['ownerId']) ?? 0 }
  const item = requireOwner(call, owner)
  const productRow = newRow(call, owner, fields)
  rowsOf(call).set(textOf(productRow['id']), productRow)
  total(call, item, owner)
  return reply({ productRow })
}

/** All rows at once: what is not given is gone. */
function setRows(call: Call, params: Params) {
  const owner = { ownerType: textOf(params['ownerType']), ownerId: requiredInt(params, 'ownerId') }
  const item = requireOwner(call, owner)
  const rows = rowsOf(call)
  for (const [id, row] of rows) {
    if (row['ownerType'] === owner.ownerType && row['ownerId'] === owner.ownerId) rows.delete(id)
  }
  const productRows = listOf(params['productRows']).map((one) =>
    newRow(call, owner, mapOf(one) ?? {}),
  )
  for (const row of productRows) rows.set(textOf(row['id']), row)
  total(call, item, owner)
  return reply({ productRows })
}

const ownerOf = (row: Params): Owner => ({
  ownerType: textOf(row['ownerType']),
  ownerId: Number(row['ownerId']),
})

function requiredRow(call: Call, params: Params, find = requiredOwner) {
  const row = rowsOf(call).get(String(requiredInt(params, 'id')))
  if (!row) throw new RestError('NOT_FOUND', 'Товарная позиция не найдена')
  const owner = ownerOf(row)
  return { row, owner, item: findOwner(call, owner, find) }
}

/** Read rows alone tell their warehouse. */
const inStore = (row: Params): Params => ({ ...row, storeId: 0 })

function listRows(call: Call, params: Params) {
  const filter = mapOf(params['filter']) ?? {}
  if (filter['=ownerType'] === undefined || filter['=ownerId'] === undefined) {
    throw new RestError('INVALID_ARG_VALUE', 'Filter needs =ownerType and =ownerId')
  }
  const request = { filter, order: params['order'], start: params['start'] }
  const page = listPage([...rowsOf(call).values()], request, {
    column: (name) => {
      const isText = ['ownerType', 'productName', 'taxIncluded', 'customized'].includes(name)
      return { type: isText ? 'text' : 'number', read: (row) => row[name] }
    },
    instant: () => null,
    onUnknown: () => undefined,
  })
  return listReply(page, (rows) => ({ productRows: rows.map(inStore) }))
}

const fields = {
  id: fieldInfo('integer', 'ID', { isReadOnly: true }),
  ownerId: fieldInfo('integer', 'ID владельца', { isRequired: true, isImmutable: true }),
  ownerType: fieldInfo('string', 'Тип владельца', { isRequired: true, isImmutable: true }),
  productId: fieldInfo('integer', 'Товар', { isRequired: true }),
  productName: fieldInfo('string', 'Название товара'),
  price: fieldInfo('double', 'Цена'),
  quantity: fieldInfo('double', 'Количество'),
  taxRate: fieldInfo('double', 'Налог'),
  taxIncluded: fieldInfo('char', 'Налог включён в цену'),
}

const scope = ['crm']

export const productRowMethods: MethodMap = {
  'crm.item.productrow.add': { scope, run: addRow },
  'crm.item.productrow.set': { scope, run: setRows },
  'crm.item.productrow.get': {
    scope,
    run: (call, params) => reply({ productRow: inStore(requiredRow(call, params, readOwner).row) }),
  },
  'crm.item.productrow.list': { scope, run: listRows },
  'crm.item.productrow.update': {
    scope,
    run(call, params) {
      const { row, owner, item } = requiredRow(call, params)
      const change = mapOf(params['fields'])
      if (!change) throw missingParam('fields')
      Object.assign(row, rowValues({ ...row, ...change }))
      total(call, item, owner)
      return reply({ productRow: row })
    },
  },
  'crm.item.productrow.delete': {
    scope,
    run(call, params) {
      const { row, owner, item } = requiredRow(call, params)
      rowsOf(call).delete(textOf(row['id']))
      total(call, item, owner)
      return reply(null)
    },
  },
  'crm.item.productrow.fields': { scope, run: () => reply({ fields }) },
}
