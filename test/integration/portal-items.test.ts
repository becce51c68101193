import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  employee,
  prepareProcess,
  restAs,
  resultOf,
  roleless,
  startSandbox,
} from '../portal/sandbox.ts'

type Item = Record<string, unknown> & { id: number; stageId: string }
type Prepared = Awaited<ReturnType<typeof prepareProcess>>

let sandbox: Sandbox
let rest: Rest
let process: Prepared
beforeAll(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  process = await prepareProcess(rest)
})
afterAll(() => sandbox.close())

const asEmployee: Rest = (method, params) => restAs(sandbox.portal, employee)(method, params)
const add = async (fields: Record<string, unknown>, call = asEmployee) => {
  const { entityTypeId } = process
  const { item } = await resultOf<{ item: Item }>(call('crm.item.add', { entityTypeId, fields }))
  return item
}
const update = async (id: number, fields: Record<string, unknown>) => {
  const { entityTypeId } = process
  const { item } = await resultOf<{ item: Item }>(
    rest('crm.item.update', { entityTypeId, id, fields }),
  )
  return item
}
const uf = (name: string) => `ufCrm${process.typeId}${name}`
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('item', () => {
  it('belongs to whoever made it and shows null for what is switched off', async () => {
    const item = await add({ title: 'Касса не печатает', xmlId: 'a-1' })
    expect(item).toMatchObject({
      title: 'Касса не печатает',
      xmlId: 'a-1',
      createdBy: employee,
      assignedById: employee,
      opened: 'Y',
      companyId: null,
      stageId: `DT${process.entityTypeId}_${process.categoryId}:NEW`,
      createdTime: '2026-03-02T09:00:00+03:00',
    })
  })

  it('reads and writes own fields in both spellings', async () => {
    const level = process.levels['Высокий'] ?? 0
    const item = await add({
      [uf('Text')]: 'не печатает',
      [uf('Due')]: '2026-03-02T12:00:00+05:00',
      [uf('Agreed')]: 'Y',
      [uf('Level')]: level,
    })
    expect(item).toMatchObject({
      [uf('Text')]: 'не печатает',
      [uf('Due')]: '2026-03-02T10:00:00+03:00',
      [uf('Agreed')]: 'Y',
      [uf('Level')]: level,
    })
    const { item: original } = await resultOf<{ item: Item }>(
      rest('crm.item.get', {
        entityTypeId: process.entityTypeId,
        id: item.id,
        useOriginalUfNames: 'Y',
      }),
    )
    expect(original).toMatchObject({ [`UF_CRM_${process.typeId}_TEXT`]: 'не печатает' })
    const { fields } = await resultOf<{ fields: Record<string, unknown> }>(
      rest('crm.item.fields', { entityTypeId: process.entityTypeId }),
    )
    expect(fields[uf('Level')]).toMatchObject({
      type: 'enumeration',
      upperName: `UF_CRM_${process.typeId}_LEVEL`,
      items: [{ VALUE: 'Высокий' }, { VALUE: 'Низкий' }],
    })
  })

  it('keeps, adds and drops files of a multiple field as a set', async () => {
    const upload = (name: string) => [name, png.toString('base64')]
    type File = { id: number; urlMachine: string; url: string }
    const item = await add({ [uf('Files')]: [upload('a.png'), upload('b.png')] })
    const [a, b] = item[uf('Files')] as File[]
    const download = await fetch(a!.urlMachine)
    expect(download.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await download.arrayBuffer()).equals(png)).toBe(true)
    expect((await fetch(a!.url)).status).toBe(401)
    expect((await fetch(b!.urlMachine.replace(/token=.*/, 'token=crm|aWQ9MQ|x'))).status).toBe(404)

    const kept = await update(item.id, { [uf('Files')]: [{ id: b!.id }, upload('c.png')] })
    expect((kept[uf('Files')] as File[]).map(({ id }) => id)).toEqual([b!.id, b!.id + 1])
    const cleared = await update(item.id, { [uf('Files')]: [] })
    expect(cleared[uf('Files')]).toEqual([])
  })

  it('refuses impossible values', async () => {
    const tryAdd = async (fields: Record<string, unknown>) => {
      const { body } = await rest('crm.item.add', { entityTypeId: process.entityTypeId, fields })
      return body['error']
    }
    expect(await tryAdd({ stageId: 'DT1_1:NOPE' })).toBe('CRM_FIELD_ERROR_VALUE_NOT_VALID')
    expect(await tryAdd({ [uf('Files')]: 'no list' })).toBe('100')
    const other = await rest('crm.item.add', { entityTypeId: 2000, fields: {} })
    expect([other.status, other.body['error']]).toEqual([400, 'NOT_FOUND'])
    const role = await restAs(sandbox.portal, roleless)('crm.item.add', {
      entityTypeId: process.entityTypeId,
      fields: {},
    })
    expect([role.status, role.body['error']]).toEqual([400, 'ACCESS_DENIED'])
  })

  it('remembers its stages', async () => {
    const { entityTypeId, categoryId } = process
    const item = await add({ title: 'История' })
    sandbox.advance(60_000)
    const moved = await update(item.id, { stageId: `DT${entityTypeId}_${categoryId}:SUCCESS` })
    expect(moved).toMatchObject({ previousStageId: item.stageId, movedBy: admin })
    const { items } = await resultOf<{ items: unknown[] }>(
      rest('crm.stagehistory.list', {
        entityTypeId,
        filter: { OWNER_ID: item.id },
        order: { ID: 'ASC' },
      }),
    )
    expect(items).toMatchObject([
      { TYPE_ID: 1, STAGE_SEMANTIC_ID: 'P' },
      { TYPE_ID: 3, STAGE_SEMANTIC_ID: 'S', CREATED_TIME: '2026-03-02T09:01:00+03:00' },
    ])
  })

  it('is listed by filter, order, page and selection', async () => {
    const { entityTypeId } = process
    const made: number[] = []
    for (let index = 0; index < 60; index += 1) {
      made.push(
        (
          await add({
            title: `Список ${index}`,
            xmlId: `list-${index}`,
            [uf('Agreed')]: index % 2 ? 'Y' : 'N',
          })
        ).id,
      )
    }
    const list = (params: Record<string, unknown>) =>
      rest('crm.item.list', { entityTypeId, ...params })
    const first = await list({
      filter: { '%title': 'Список' },
      order: { id: 'DESC' },
      select: ['id', 'title'],
    })
    expect(first.body).toMatchObject({ total: 60, next: 50 })
    const { items } = first.body['result'] as { items: Item[] }
    expect(items[0]).toEqual({ id: made[59], title: 'Список 59' })
    const yes = await list({ filter: { '%title': 'Список', [uf('Agreed')]: 1 } })
    expect(yes.body['total']).toBe(30)
    const keyset = await list({ filter: { '>id': made[55] }, start: -1, order: { id: 'ASC' } })
    expect(keyset.body).not.toHaveProperty('total')
    const wrong = await list({ filter: { nope: 1 } })
    expect([wrong.status, wrong.body['error']]).toEqual([400, 'INVALID_ARG_VALUE'])
  })

  it('is imported with its history', async () => {
    const { entityTypeId } = process
    const { item } = await resultOf<{ item: { id: number } }>(
      rest('crm.item.import', {
        entityTypeId,
        fields: { title: 'Старое', createdTime: '2025-01-09T10:00:00+03:00', createdBy: employee },
      }),
    )
    const { item: read } = await resultOf<{ item: Item }>(
      rest('crm.item.get', { entityTypeId, id: item.id }),
    )
    expect(read).toMatchObject({ createdTime: '2025-01-09T10:00:00+03:00', createdBy: employee })
  })

  it('has a card that the administrator arranges for everybody', async () => {
    const { entityTypeId } = process
    const data = [
      { name: 'main', title: 'Обращение', type: 'section', elements: [{ name: 'TITLE' }] },
    ]
    const set = (call: Rest) =>
      call('crm.item.details.configuration.set', { entityTypeId, scope: 'C', data })
    expect((await set(asEmployee)).body['error']).toBe('')
    expect(await resultOf(set(rest))).toBe(true)
    expect(
      await resultOf(
        asEmployee('crm.item.details.configuration.get', { entityTypeId, scope: 'C' }),
      ),
    ).toMatchObject([{ title: 'Обращение', elements: [{ name: 'TITLE', optionFlags: '0' }] }])
  })
})
