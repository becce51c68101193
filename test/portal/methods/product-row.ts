import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { nextId, shelf } from '../state.ts'
import { type Params, intOf, isYes, listOf, mapOf, numberOf, textOf, yesNo } from '../values.ts'
import { fieldInfo, missingParam, requiredInt } from './crm-access.ts'
import { requiredOwner } from './owner.ts'

const rowsOf = (call: Call) => shelf(call.portal, 'productRow')

/** `T9c` is the smart process 156; it must be linked with products. */
function requireOwner(call: Call, ownerType: string, ownerId: number): void {
  const entityTypeId = parseInt(/^T([0-9a-f]+)$/i.exec(ownerType)?.[1] ?? '', 16)
  const type = call.portal.types.find((one) => one.entityTypeId === entityTypeId)
  if (!type?.flags['isLinkWithProductsEnabled']) {
    throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
  }
  requiredOwner(call, entityTypeId, ownerId)
}

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

function newRow(call: Call, owner: { ownerType: string; ownerId: number }, fields: Params): Params {
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

function addRow(call: Call, params: Params) {
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  const owner = { ownerType: textOf(fields['ownerType']), ownerId: intOf(fields['ownerId']) ?? 0 }
  requireOwner(call, owner.ownerType, owner.ownerId)
  const productRow = newRow(call, owner, fields)
  rowsOf(call).set(textOf(productRow['id']), productRow)
  return reply({ productRow })
}

/** All rows at once: what is not given is gone. */
function setRows(call: Call, params: Params) {
  const owner = { ownerType: textOf(params['ownerType']), ownerId: requiredInt(params, 'ownerId') }
  requireOwner(call, owner.ownerType, owner.ownerId)
  const rows = rowsOf(call)
  for (const [id, row] of rows) {
    if (row['ownerType'] === owner.ownerType && row['ownerId'] === owner.ownerId) rows.delete(id)
  }
  const productRows = listOf(params['productRows']).map((one) =>
    newRow(call, owner, mapOf(one) ?? {}),
  )
  for (const row of productRows) rows.set(textOf(row['id']), row)
  return reply({ productRows })
}

function requiredRow(call: Call, params: Params): Params {
  const row = rowsOf(call).get(String(requiredInt(params, 'id')))
  if (!row) throw new RestError('NOT_FOUND', 'Товарная позиция не найдена')
  requireOwner(call, textOf(row['ownerType']), Number(row['ownerId']))
  return row
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
    run: (call, params) => reply({ productRow: inStore(requiredRow(call, params)) }),
  },
  'crm.item.productrow.list': { scope, run: listRows },
  'crm.item.productrow.update': {
    scope,
    run(call, params) {
      const row = requiredRow(call, params)
      const change = mapOf(params['fields'])
      if (!change) throw missingParam('fields')
      Object.assign(row, rowValues({ ...row, ...change }))
      return reply({ productRow: row })
    },
  },
  'crm.item.productrow.delete': {
    scope,
    run(call, params) {
      rowsOf(call).delete(textOf(requiredRow(call, params)['id']))
      return reply(null)
    },
  },
  'crm.item.productrow.fields': { scope, run: () => reply({ fields }) },
}
