import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  prepareProcess,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

const lead = 1
const deal = 2
const contact = 3
const company = 4
const invoice = 31

let sandbox: Sandbox
let rest: Rest
beforeAll(async () => {
  // The pages of the item methods show one type each as their example; the others have fields
  // that the checker does not know, so that this story is not held against it.
  sandbox = await startSandbox({
    isRecorded: false,
    portals: [
      {
        name: 'cloud',
        edition: 'cloud',
        users: [{ id: admin, name: 'Анна', isAdmin: true }],
        crm: {
          companies: [{ title: 'ООО «Ромашка»' }, { title: 'АО «Василёк»' }],
          contacts: [{ name: 'Вера', lastName: 'Лугова', companyId: 1 }],
          deals: [{ title: 'Поставка касс', companyId: 1, opportunity: 5000 }],
        },
      },
      { name: 'box', edition: 'box', users: [] },
    ],
  })
  rest = restAs(sandbox.portal, admin)
})
afterAll(() => sandbox.close())

type Item = Record<string, unknown> & { id: number }

const add = async (entityTypeId: number, fields: Record<string, unknown>) =>
  (await resultOf<{ item: Item }>(rest('crm.item.add', { entityTypeId, fields }))).item
const get = async (entityTypeId: number, id: number) =>
  (await resultOf<{ item: Item }>(rest('crm.item.get', { entityTypeId, id }))).item

describe('clients', () => {
  it('are found by name, by company, and by one another', async () => {
    const companies = await resultOf<{ items: Item[] }>(
      rest('crm.item.list', { entityTypeId: company, filter: { '%title': 'ромашка' } }),
    )
    expect(companies.items.map(({ title }) => title)).toEqual(['ООО «Ромашка»'])
    const contacts = await resultOf<{ items: Item[] }>(
      rest('crm.item.list', {
        entityTypeId: contact,
        filter: { companyId: 1 },
        select: ['id', 'name', 'lastName', 'companyIds'],
      }),
    )
    expect(contacts.items).toEqual([{ id: 1, name: 'Вера', lastName: 'Лугова', companyIds: [1] }])
  })

  it('have telephones and addresses, which are changed by number and removed by emptiness', async () => {
    const { id } = await add(contact, {
      name: 'Глеб',
      fm: [
        { typeId: 'PHONE', valueType: 'WORK', value: '+70000000001' },
        { typeId: 'EMAIL', valueType: 'WORK', value: 'gleb@example.test' },
      ],
    })
    const fresh = await get(contact, id)
    expect(fresh).toMatchObject({ phone: '+70000000001', hasEmail: 'Y' })
    const [phone, email] = fresh['fm'] as { id: number }[]
    const change = [
      { id: phone?.id, value: '+70000000002' },
      { id: email?.id, value: '' },
    ]
    const fields = { fm: change }
    await resultOf(rest('crm.item.update', { entityTypeId: contact, id, fields }))
    expect(await get(contact, id)).toMatchObject({
      phone: '+70000000002',
      hasEmail: 'N',
      fm: [{ id: phone?.id, typeId: 'PHONE', valueType: 'WORK' }],
    })
  })
})

describe('leads and deals', () => {
  it('go through stages of their own, in funnels of their own', async () => {
    const { categories } = await resultOf<{ categories: { id: number }[] }>(
      rest('crm.category.list', { entityTypeId: deal }),
    )
    expect(categories).toMatchObject([{ id: 0, isDefault: 'Y' }])
    const { category } = await resultOf<{ category: { id: number } }>(
      rest('crm.category.add', { entityTypeId: deal, fields: { name: 'Сервис' } }),
    )
    const service = await add(deal, { title: 'Ремонт', categoryId: category.id })
    expect(service).toMatchObject({ stageId: `C${category.id}:NEW`, isNew: 'Y', closed: 'N' })
    const fields = { stageId: `C${category.id}:WON` }
    await resultOf(rest('crm.item.update', { entityTypeId: deal, id: service.id, fields }))
    expect(await get(deal, service.id)).toMatchObject({ closed: 'Y', stageSemanticId: 'S' })
    const { items } = await resultOf<{ items: Item[] }>(
      rest('crm.stagehistory.list', { entityTypeId: deal, filter: { OWNER_ID: service.id } }),
    )
    expect(items.map((move) => move['TYPE_ID'])).toEqual([1, 3])
    expect(await add(lead, { title: 'Звонок' })).toMatchObject({ stageId: 'NEW' })
    const wrong = await rest('crm.item.add', { entityTypeId: lead, fields: { stageId: 'WON' } })
    expect(wrong.body['error']).toBe('CRM_FIELD_ERROR_VALUE_NOT_VALID')
    const none = await rest('crm.category.list', { entityTypeId: lead })
    expect(none.body['error']).toBe('ENTITY_TYPE_NOT_SUPPORTED')
  })

  it('tell of themselves by events of their own', async () => {
    const events = ['ONCRMDEALADD', 'ONCRMCOMPANYADD', 'ONCRMDYNAMICITEMADD']
    for (const event of events) {
      await resultOf(rest('event.bind', { event, handler: sandbox.handlerUrl }))
    }
    // A box delivers side by side, so the next one waits until the last one has come.
    const addAlone = async (...what: Parameters<typeof add>) => {
      const { id } = await add(...what)
      await sandbox.emulator.idle()
      return id
    }
    const id = await addAlone(deal, { title: 'Новая' })
    const client = await addAlone(company, { title: 'ИП Мак' })
    const bill = await addAlone(invoice, { title: 'Счёт 1' })
    expect(sandbox.events.map(({ event, data }) => [event, data])).toEqual([
      ['ONCRMDEALADD', { FIELDS: { ID: String(id) } }],
      ['ONCRMCOMPANYADD', { FIELDS: { ID: String(client) } }],
      ['ONCRMDYNAMICITEMADD', { FIELDS: { ID: String(bill), ENTITY_TYPE_ID: '31' } }],
    ])
  })

  it('have a timeline, activities and a place for our tab', async () => {
    const fields = { ENTITY_TYPE: 'deal', ENTITY_ID: 1, COMMENT: 'касса молчит' }
    const id = await resultOf<number>(rest('crm.timeline.comment.add', { fields }))
    const also = { OWNER_ID: id, ENTITY_TYPE: 'company', ENTITY_ID: 1 }
    await resultOf(rest('crm.timeline.bindings.bind', { fields: also }))
    const filter = { ENTITY_TYPE: 'company', ENTITY_ID: 1 }
    expect(await resultOf(rest('crm.timeline.comment.list', { filter }))).toMatchObject([
      { COMMENT: 'касса молчит', ENTITY_TYPE: 'company' },
    ])
    const deadline = '2026-03-03T10:00:00'
    await resultOf(rest('crm.activity.todo.add', { ownerTypeId: deal, ownerId: 1, deadline }))
    const HANDLER = sandbox.handlerUrl
    const PLACEMENT = 'CRM_DEAL_DETAIL_TAB'
    await resultOf(rest('placement.bind', { PLACEMENT, HANDLER, TITLE: 'Обращения' }))
    const frame = sandbox.portal.frameFields(admin, { placement: PLACEMENT, options: { ID: '1' } })
    expect(frame.fields).toMatchObject({ PLACEMENT, PLACEMENT_OPTIONS: '{"ID":"1"}' })
  })
})

describe('product rows', () => {
  it('make up the sum of a deal, until it is set by hand', async () => {
    const { id } = await add(deal, { title: 'По прайсу' })
    const productRows = [
      { productName: 'Выезд', price: 1200, quantity: 2, taxRate: 20, taxIncluded: 'Y' },
      { productName: 'Замена платы', price: 500, quantity: 1 },
    ]
    await resultOf(rest('crm.item.productrow.set', { ownerType: 'D', ownerId: id, productRows }))
    expect(await get(deal, id)).toMatchObject({ opportunity: 2900, taxValue: 400 })
    const fields = { isManualOpportunity: 'Y', opportunity: 2500 }
    await resultOf(rest('crm.item.update', { entityTypeId: deal, id, fields }))
    await resultOf(
      rest('crm.item.productrow.set', { ownerType: 'D', ownerId: id, productRows: [] }),
    )
    expect(await get(deal, id)).toMatchObject({ opportunity: 2500 })
  })

  it('are there on invoices, not on contacts', async () => {
    const bill = await add(invoice, { title: 'Счёт за февраль', parentId2: 1 })
    expect(bill).toMatchObject({ parentId2: 1, categoryId: 1, stageId: 'DT31_1:N' })
    const productRows = [{ productName: 'Поддержка', price: 9000, quantity: 1 }]
    const rows = { ownerType: 'SI', ownerId: bill.id, productRows }
    await resultOf(rest('crm.item.productrow.set', rows))
    expect(await get(invoice, bill.id)).toMatchObject({ opportunity: 9000 })
    const refused = await rest('crm.item.productrow.set', { ...rows, ownerType: 'C', ownerId: 1 })
    expect(refused.body['error']).toBe('ENTITY_TYPE_NOT_SUPPORTED')
    const entityId = 'SMART_INVOICE_STAGE_1'
    const fields = { ENTITY_ID: entityId, STATUS_ID: 'WAIT', NAME: 'Ждём', SORT: 15 }
    await resultOf(rest('crm.status.add', { fields }))
    const moved = { stageId: 'DT31_1:WAIT' }
    await resultOf(rest('crm.item.update', { entityTypeId: invoice, id: bill.id, fields: moved }))
    expect(await get(invoice, bill.id)).toMatchObject({ previousStageId: 'DT31_1:N' })
  })
})

describe('links between types', () => {
  it('are fields of the child, whichever side has been told of them', async () => {
    const { entityTypeId, typeId } = await prepareProcess(rest)
    const relations = {
      parent: [{ entityTypeId: deal, isChildrenListEnabled: 'Y' }],
      child: [{ entityTypeId: invoice, isChildrenListEnabled: 'Y' }],
    }
    await resultOf(rest('crm.type.update', { id: typeId, fields: { relations } }))
    const ticket = await add(entityTypeId, { title: 'Обращение', parentId2: 1 })
    expect(ticket['parentId2']).toBe(1)
    const bill = await add(invoice, { [`parentId${entityTypeId}`]: ticket.id })
    const found = await resultOf<{ items: Item[] }>(
      rest('crm.item.list', {
        entityTypeId: invoice,
        filter: { [`parentId${entityTypeId}`]: ticket.id },
      }),
    )
    expect(found.items.map(({ id }) => id)).toEqual([bill.id])
    const { fields } = await resultOf<{ fields: Record<string, unknown> }>(
      rest('crm.item.fields', { entityTypeId }),
    )
    expect(fields['parentId2']).toMatchObject({
      type: 'crm_entity',
      upperName: 'PARENT_ID_2',
      settings: { parentEntityTypeId: 2 },
    })
  })

  it('leads to own fields of invoices', async () => {
    const field = {
      entityId: 'CRM_SMART_INVOICE',
      fieldName: 'UF_CRM_SMART_INVOICE_ACT',
      userTypeId: 'string',
      editFormLabel: { ru: 'Акт' },
    }
    await resultOf(rest('userfieldconfig.add', { moduleId: 'crm', field }))
    const bill = await resultOf<{ item: Item }>(
      rest('crm.item.add', {
        entityTypeId: invoice,
        fields: { UF_CRM_SMART_INVOICE_ACT: '№ 7' },
        useOriginalUfNames: 'Y',
      }),
    )
    expect(bill.item['UF_CRM_SMART_INVOICE_ACT']).toBe('№ 7')
    const deals = { ...field, entityId: 'CRM_DEAL', fieldName: 'UF_CRM_DEAL_ACT' }
    expect((await rest('userfieldconfig.add', { moduleId: 'crm', field: deals })).status).toBe(400)
  })
})
