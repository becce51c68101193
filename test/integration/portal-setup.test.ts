import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  employee,
  prepareProcess,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

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
describe('smart process', () => {
  it('is found by both of its numbers and in the list', async () => {
    const { type } = await resultOf<{ type: unknown }>(
      rest('crm.type.getByEntityTypeId', { entityTypeId: process.entityTypeId }),
    )
    expect(type).toMatchObject({ id: process.typeId, isStagesEnabled: 'Y', isClientEnabled: 'N' })
    const { types } = await resultOf<{ types: unknown[] }>(
      rest('crm.type.list', { filter: { title: 'Обращения' } }),
    )
    expect(types).toHaveLength(1)
  })

  it('takes even numbers from 1030 on, once', async () => {
    const tryAdd = async (entityTypeId: number) => {
      const { body } = await rest('crm.type.add', { fields: { title: 'Другой', entityTypeId } })
      return body['error']
    }
    expect(await tryAdd(1031)).toBe('INVALID_ARG_VALUE')
    expect(await tryAdd(process.entityTypeId)).toBe('INVALID_ARG_VALUE')
    expect(await tryAdd(1500)).toBeUndefined()
  })

  it('is made by administrators only', async () => {
    const { status, body } = await asEmployee('crm.type.add', { fields: { title: 'Мой' } })
    expect([status, body['error']]).toEqual([400, 'ACCESS_DENIED'])
  })

  it('has five stages to begin with, and takes more', async () => {
    const entity = `DYNAMIC_${process.entityTypeId}_STAGE_${process.categoryId}`
    const list = () =>
      resultOf<{ STATUS_ID: string; SEMANTICS: string | null }[]>(
        rest('crm.status.list', { filter: { ENTITY_ID: entity }, order: { SORT: 'ASC' } }),
      )
    expect((await list()).map((one) => one.SEMANTICS)).toEqual([null, null, null, 'S', 'F'])
    const id = await resultOf<number>(
      rest('crm.status.add', {
        fields: { ENTITY_ID: entity, STATUS_ID: 'WAIT', NAME: 'Ждём клиента', SORT: 35 },
      }),
    )
    expect((await list())[3]?.STATUS_ID).toBe(
      `DT${process.entityTypeId}_${process.categoryId}:WAIT`,
    )
    expect(await resultOf(rest('crm.status.update', { id, fields: { NAME: 'Ожидание' } }))).toBe(
      true,
    )
    expect(await resultOf(rest('crm.status.get', { id }))).toMatchObject({
      NAME: 'Ожидание',
      SYSTEM: 'N',
    })
    const again = await rest('crm.status.add', {
      fields: { ENTITY_ID: entity, STATUS_ID: 'WAIT', NAME: 'x' },
    })
    expect(again.body['error']).toBe('ERROR_CORE')
    expect(await resultOf(rest('crm.status.delete', { id }))).toBe(true)
  })

  it('has funnels only when they are switched on', async () => {
    const { body } = await rest('crm.category.list', { entityTypeId: 1500 })
    expect(body['error']).toBe('ENTITY_TYPE_NOT_SUPPORTED')
  })
})

describe('own fields', () => {
  it('are listed by entity, with labels of one language', async () => {
    const { fields } = await resultOf<{ fields: Record<string, unknown>[] }>(
      rest('userfieldconfig.list', {
        moduleId: 'crm',
        select: { 0: '*', language: 'ru' },
        filter: { entityId: `CRM_${process.typeId}` },
      }),
    )
    expect(fields.map((field) => field['fieldName'])).toContain(`UF_CRM_${process.typeId}_LEVEL`)
    expect(fields[0]).toMatchObject({ id: '101', multiple: 'N', editFormLabel: { ru: 'TEXT' } })
    expect(fields[0]).not.toHaveProperty('enum')
  })

  it('change their options by id', async () => {
    const { field } = await resultOf<{
      field: { id: string; enum: { id: string; value: string }[] }
    }>(
      rest('userfieldconfig.add', {
        moduleId: 'crm',
        field: {
          entityId: `CRM_${process.typeId}`,
          fieldName: `UF_CRM_${process.typeId}_KIND`,
          userTypeId: 'enumeration',
          enum: [{ value: 'а' }, { value: 'б' }],
        },
      }),
    )
    const [first, second] = field.enum
    const changed = await resultOf<{ field: { enum: { value: string }[] } }>(
      rest('userfieldconfig.update', {
        moduleId: 'crm',
        id: field.id,
        field: {
          userTypeId: 'enumeration',
          enum: [{ id: first?.id, value: 'А' }, { id: second?.id, del: 'Y' }, { value: 'в' }],
        },
      }),
    )
    expect(changed.field.enum.map(({ value }) => value)).toEqual(['А', 'в'])
    expect(
      await resultOf(rest('userfieldconfig.delete', { moduleId: 'crm', id: field.id })),
    ).toBeNull()
  })

  it('need the prefix of their entity and a name of their own', async () => {
    const tryAdd = async (fieldName: string) => {
      const field = { entityId: `CRM_${process.typeId}`, fieldName, userTypeId: 'string' }
      const { status, body } = await rest('userfieldconfig.add', { moduleId: 'crm', field })
      return [status, body['error']]
    }
    expect(await tryAdd('UF_CRM_WRONG')).toEqual([400, ''])
    expect(await tryAdd(`UF_CRM_${process.typeId}_TEXT`)).toEqual([400, ''])
  })
})
