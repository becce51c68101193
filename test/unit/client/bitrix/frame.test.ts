// @vitest-environment happy-dom
import { AjaxError, type B24Frame } from '@bitrix24/b24jssdk'
import { describe, expect, it } from 'vitest'
import { connectFrame, createFrame } from '../../../../client/bitrix/frame.ts'
import { PortalRefusal } from '../../../../client/bitrix/portal-refusal.ts'

type Sdk = Record<string, unknown>

const tokens = (name: string) => ({ access_token: name, refresh_token: `${name}-refresh` })

/** The parts of a started SDK frame that ours relies on. */
function sdk(over: Sdk = {}): B24Frame {
  return {
    placement: { placement: 'DEFAULT', options: '' },
    isInstallMode: false,
    getLang: () => 'ru',
    getTargetOrigin: () => 'https://portal.example',
    auth: {
      getAuthData: () => tokens('known'),
      refreshAuth: () => Promise.resolve(tokens('fresh')),
    },
    ...over,
  } as unknown as B24Frame
}

const refusal = (code: string, description: string) =>
  new AjaxError({ code, description, status: 403 })

const answering = (answer: unknown) =>
  sdk({ actions: { v2: { call: { make: () => Promise.resolve(answer) } } } })

describe('frame', () => {
  it('outside a portal says so at once', async () => {
    await expect(connectFrame()).rejects.toMatchObject({ problem: 'notInPortal' })
  })

  it('in a card’s tab knows its item', () => {
    const frame = createFrame(
      sdk({ placement: { placement: 'CRM_DYNAMIC_1036_DETAIL_TAB', options: { ID: '5' } } }),
    )
    expect([frame.placement, frame.itemId, frame.options]).toEqual([
      'CRM_DYNAMIC_1036_DETAIL_TAB',
      5,
      { ID: '5' },
    ])
  })

  it.each([[''], [[]], [null], [{ ID: 'new' }], [{ ID: '0' }]])(
    'with the options %j is in no item',
    (options) => {
      expect(createFrame(sdk({ placement: { placement: 'DEFAULT', options } })).itemId).toBeNull()
    },
  )

  it.each([
    ['ru', 'ru'],
    ['ua', 'ru'],
    ['en', 'en'],
    ['de', 'en'],
  ])('in a portal that speaks %s speaks %s', (lang, expected) => {
    expect(createFrame(sdk({ getLang: () => lang })).lang).toBe(expected)
  })

  it('gives the token it has, and asks the portal for another when that is over or stale', async () => {
    const alive = createFrame(sdk())
    expect(await alive.accessToken()).toEqual({
      accessToken: 'known',
      refreshToken: 'known-refresh',
    })
    expect((await alive.accessToken(true)).accessToken).toBe('fresh')
    const expired = createFrame(
      sdk({
        auth: { getAuthData: () => false, refreshAuth: () => Promise.resolve(tokens('fresh')) },
      }),
    )
    expect((await expired.accessToken()).accessToken).toBe('fresh')
  })

  it('a call gives what the portal answered', async () => {
    const frame = createFrame(
      answering({ isSuccess: true, getData: () => ({ result: { item: { id: 9 } } }) }),
    )
    expect(await frame.call('crm.item.add', {})).toEqual({ item: { id: 9 } })
  })

  it('a refusal, thrown or returned, has the portal’s code and words and no request in it', async () => {
    const returned = answering({
      isSuccess: false,
      getErrors: () => [refusal('ACCESS_DENIED', 'Нет прав')].values(),
    })
    const thrown = sdk({
      actions: { v2: { call: { make: () => Promise.reject(refusal('ERROR_CORE', 'Сбой')) } } },
    })
    const failures = await Promise.all(
      [returned, thrown].map((b24) =>
        createFrame(b24)
          .call('x')
          .catch((e: unknown) => e),
      ),
    )
    expect(failures.map((e) => e instanceof PortalRefusal && [e.code, e.cause])).toEqual([
      ['ACCESS_DENIED', undefined],
      ['ERROR_CORE', undefined],
    ])
    expect((failures[0] as Error).message).toContain('Нет прав')
  })

  it('people come as a list, whether the portal gives one or many', async () => {
    const person = { id: '21', name: 'Ольга', photo: '', position: null, url: '' }
    const frame = createFrame(
      sdk({
        dialog: {
          selectUser: () => Promise.resolve(person),
          selectUsers: () => Promise.resolve([person, { ...person, id: '22' }]),
        },
      }),
    )
    expect(await frame.selectUsers(false)).toEqual([{ id: 21, name: 'Ольга', position: '' }])
    expect((await frame.selectUsers(true)).map(({ id }) => id)).toEqual([21, 22])
  })

  it('fits itself to the page once per height', () => {
    const sent: unknown[] = []
    const message = {
      send: (...command: unknown[]) => {
        sent.push(command)
        return Promise.resolve()
      },
    }
    document.body.innerHTML = '<div id="app"></div>'
    const root = document.getElementById('app')!
    const frame = createFrame(sdk({ parent: { message } }))
    for (const height of [0, 700.2, 701, 500]) {
      root.getBoundingClientRect = () => ({ height }) as DOMRect
      frame.fit()
    }
    expect(sent).toEqual([
      ['resizeWindow', { width: '100%', height: 701, isSafely: true }],
      ['resizeWindow', { width: '100%', height: 500, isSafely: true }],
    ])
  })
})
