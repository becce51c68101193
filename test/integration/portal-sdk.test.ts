import { B24OAuth } from '@bitrix24/b24jssdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, admin, prepareProcess, restAs, startSandbox } from '../portal/sandbox.ts'

const count = 120

let sandbox: Sandbox
let client: B24OAuth
let entityTypeId: number
beforeAll(async () => {
  // The SDK measures a token's life by the wall clock.
  sandbox = await startSandbox({ clock: { now: () => Date.now() } })
  client = sdkClient()
  entityTypeId = (await prepareProcess(restAs(sandbox.portal, admin))).entityTypeId
  const made = await client.actions.v2.batchByChunk.make({
    calls: Array.from({ length: count }, (_one, index): [string, Record<string, unknown>] => [
      'crm.item.add',
      { entityTypeId, fields: { title: `Обращение ${index + 1}` } },
    ]),
    options: { isHaltOnError: true },
  })
  expect(made.getData()).toHaveLength(count)
})
afterAll(() => sandbox.close())

function sdkClient(): B24OAuth {
  const { portal, emulator } = sandbox
  const { accessToken, refreshToken } = portal.issueTokens(admin)
  return new B24OAuth(
    {
      applicationToken: '',
      userId: admin,
      memberId: portal.memberId,
      accessToken,
      refreshToken,
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: 'crm',
      domain: portal.domain,
      clientEndpoint: `${portal.url}/rest/`,
      serverEndpoint: `${emulator.oauthUrl}rest/`,
      status: 'L',
    },
    { clientId: 'local.sandbox', clientSecret: 'sandbox-secret' },
    { restrictionParams: { maxRetries: 1 } },
  )
}

type Row = { id: number; title: string }

describe('list helpers of the SDK', () => {
  const request = () => ({
    method: 'crm.item.list',
    params: { entityTypeId, filter: { '%title': 'Обращение' }, select: ['id', 'title'] },
    customKeyForResult: 'items',
  })

  it('callList brings all pages, each item once', async () => {
    const answer = await client.actions.v2.callList.make<Row>({ ...request(), idKey: 'id' })
    const ids = (answer.getData() ?? []).map(({ id }) => id)
    expect(ids).toHaveLength(count)
    expect(new Set(ids).size).toBe(count)
    expect(ids).toEqual(ids.toSorted((left, right) => left - right))
  })

  it('callList with the default key of the id is refused: items have no field ID', async () => {
    const answer = client.actions.v2.callList.make<Row>(request())
    await expect(answer).rejects.toThrow(/'ID' is not allowed in filter/)
  })

  it('fetchList brings page after page', async () => {
    const pages: number[] = []
    const generator = client.actions.v2.fetchList.make<Row>({ ...request(), idKey: 'id' })
    for await (const page of generator) pages.push(page.length)
    expect(pages).toEqual([50, 50, 20])
  })

  it('goes through the old lists with ids in upper case and written as text', async () => {
    const comment = { ENTITY_ID: 1, ENTITY_TYPE: `dynamic_${entityTypeId}` }
    await client.actions.v2.batchByChunk.make({
      calls: Array.from({ length: 60 }, (_one, index): [string, Record<string, unknown>] => [
        'crm.timeline.comment.add',
        { fields: { ...comment, COMMENT: `Ответ ${index}` } },
      ]),
    })
    const answer = await client.actions.v2.callList.make<{ ID: string }>({
      method: 'crm.timeline.comment.list',
      params: { filter: comment },
    })
    const ids = (answer.getData() ?? []).map(({ ID }) => ID)
    expect(new Set(ids).size).toBe(60)
  })
})

describe('batches of the SDK', () => {
  it('tell for each command by its name what became of it', async () => {
    const answer = await client.actions.v2.batch.make<{ item: Row }>({
      calls: {
        first: { method: 'crm.item.get', params: { entityTypeId, id: 1 } },
        missing: { method: 'crm.item.get', params: { entityTypeId, id: 999_999 } },
        last: { method: 'crm.item.get', params: { entityTypeId, id: 2 } },
      },
      options: { isHaltOnError: false },
    })
    expect(answer.isSuccess).toBe(false)
    expect(answer.getErrorMessagesByKey()).toHaveProperty('missing')
    expect(Object.keys(answer.getData() ?? {})).toEqual(['first', 'last'])
  })

  it('stop at the first refusal when asked to', async () => {
    const title = 'Не должно появиться'
    const answer = await client.actions.v2.batch.make({
      calls: [
        ['crm.item.get', { entityTypeId, id: 999_999 }],
        ['crm.item.add', { entityTypeId, fields: { title } }],
      ],
      options: { isHaltOnError: true },
    })
    expect(answer.isSuccess).toBe(false)
    const found = await client.actions.v2.call.make<{ items: Row[] }>({
      method: 'crm.item.list',
      params: { entityTypeId, filter: { '=title': title } },
    })
    expect(found.getData()?.result.items).toEqual([])
  })

  it('may be asked for whole answers, with times and totals', async () => {
    const answer = await client.actions.v2.batch.make<{ items: Row[] }>({
      calls: { list: { method: 'crm.item.list', params: { entityTypeId, select: ['id'] } } },
      options: { returnAjaxResult: true },
    })
    const { list } = answer.getData() as unknown as Record<
      'list',
      { getTotal: () => number; getData: () => { time: { operating: number } } }
    >
    expect(list.getTotal()).toBe(count)
    expect(list.getData().time.operating).toBeGreaterThanOrEqual(0)
  })
})
