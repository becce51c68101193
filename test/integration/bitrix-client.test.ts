import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PortalClient } from '../../server/bitrix/client.ts'
import {
  addComment,
  deleteComment,
  getComment,
  listComments,
  updateComment,
} from '../../server/bitrix/comments.ts'
import { createFiles } from '../../server/bitrix/files.ts'
import {
  addItem,
  findItemsByXmlId,
  getItem,
  listChangedItems,
  updateItem,
} from '../../server/bitrix/items.ts'
import { notifyUser } from '../../server/bitrix/notify.ts'
import { getUsers, profile } from '../../server/bitrix/people.ts'
import { createPortalSetup } from '../../server/bitrix/portal-setup.ts'
import { listStageMoves } from '../../server/bitrix/stage-history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Portal } from '../portal/types.ts'
import { handlers, type Kit, startKit } from './bitrix-kit.ts'

let kit: Kit
let portal: Portal
let client: PortalClient
let place: Place

beforeEach(async () => {
  kit = await startKit()
  portal = kit.emulator.portal('romashka')
  client = await kit.install(portal)
  place = await createPortalSetup()(client, {
    handlers,
    ...({ side: 'customer', language: 'ru' } as const),
    place: null,
    onStep: () => Promise.resolve(),
  })
})
afterEach(() => kit.emulator.close())

const base64 = (text: string) => Buffer.from(text).toString('base64')
const values = {
  level: '2',
  category: 'database',
  description: 'Касса не отвечает: «5» & "6" + 100%',
  consentPhone: true,
  reactionDueAt: '2026-03-02T07:00:00.000Z',
  files: [
    { name: 'лог.txt', base64: base64('first') },
    { name: 'b.log', base64: base64('second') },
  ],
}

describe('items', () => {
  it('written with logical values come back with the same, whether alone or in a batch', async () => {
    const item = await client.run(addItem(place, { title: 'Касса', xmlId: 'uuid-1', values }))
    const [alone, inBatch] = await client.runAll([getItem(place, item.id), getItem(place, item.id)])

    expect(item).toMatchObject({
      title: 'Касса',
      xmlId: 'uuid-1',
      stageId: place.stages.new,
      createdBy: 1,
      values: {
        level: '2',
        category: 'database',
        description: values.description,
        consentPhone: true,
        consentReply: false,
        reactionDueAt: values.reactionDueAt,
        solution: '',
      },
    })
    expect(item.files).toHaveLength(2)
    expect(alone).toMatchObject({ ok: true, value: { ...item, files: expect.any(Array) as [] } })
    expect(inBatch).toEqual(alone)
  })

  it('keep a file by its id when another comes, and lose all by an empty list, also among others in a batch', async () => {
    const { id, files } = await client.run(addItem(place, { title: 'A', xmlId: 'x', values }))
    const change = { files: [{ id: files[0]!.id }, { name: 'c.txt', base64: base64('third') }] }
    const changed = await client.run(updateItem(place, id, { values: change }))
    expect(changed.files).toHaveLength(2)

    const outcomes = await client.runAll([
      updateItem(place, id, { title: 'B' }),
      updateItem(place, id, { values: { files: [], solution: '' } }),
      updateItem(place, id, { stageId: place.stages.inWork }),
    ])

    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true])
    const item = await client.run(getItem(place, id))
    expect(item).toMatchObject({ title: 'B', stageId: place.stages.inWork, files: [] })
  })

  it('are found by xmlId, and by the time of their change through all pages', async () => {
    const commands = Array.from({ length: 60 }, (_, index) =>
      addItem(place, { title: `№ ${String(index)}`, xmlId: `uuid-${String(index)}` }),
    )
    const since = kit.clock.now() - 5000
    const outcomes = await client.runAll(commands)

    expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
    expect(await client.run(findItemsByXmlId(place, 'uuid-7'))).toMatchObject([{ title: '№ 7' }])
    expect(await client.run(findItemsByXmlId(place, 'nobody'))).toEqual([])
    const changed = await client.run(listChangedItems(place, since))
    expect(new Set(changed.map((item) => item.xmlId)).size).toBe(60)
    expect(await client.run(listChangedItems(place, kit.clock.now() + 60_000))).toEqual([])
  })

  it('tell their way through the stages', async () => {
    const { id } = await client.run(addItem(place, { title: 'A', xmlId: 'x' }))
    await client.run(updateItem(place, id, { stageId: place.stages.waiting }))
    await client.run(updateItem(place, id, { stageId: place.stages.closed }))

    expect(await client.run(listStageMoves(place, id))).toMatchObject([
      { kind: 'created', stageId: place.stages.new },
      { kind: 'moved', stageId: place.stages.waiting },
      { kind: 'finished', stageId: place.stages.closed },
    ])
  })

  it('that do not exist are refused with NOT_FOUND, and their neighbours in the batch answered', async () => {
    const item = await client.run(addItem(place, { title: 'A', xmlId: 'x' }))

    const [missing, there] = await client.runAll([getItem(place, 999), getItem(place, item.id)])

    expect(missing).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND', retry: 'never', isUncertain: false },
    })
    expect(there.ok).toBe(true)
  })
})

describe('comments', () => {
  it('are written, listed in order, changed and deleted, with their files', async () => {
    const { id } = await client.run(addItem(place, { title: 'A', xmlId: 'x' }))
    const first = await client.run(addComment(place, id, { text: '[B]Один[/B]' }))
    const files = [{ name: 'снимок.png', base64: base64('png') }]
    const second = await client.run(addComment(place, id, { text: 'Два', files }))

    expect(await client.run(listComments(place, id))).toMatchObject([
      { id: first, text: '[B]Один[/B]', authorId: 1, files: [] },
      {
        id: second,
        entityTypeId: place.entityTypeId,
        entityId: id,
        files: [{ name: 'снимок.png' }],
      },
    ])
    await client.run(updateComment(first, { text: 'Один!' }))
    expect(await client.run(getComment(first))).toMatchObject({ text: 'Один!' })
    await client.run(deleteComment(first))
    expect(await client.run(listComments(place, id))).toHaveLength(1)
    await expect(client.run(getComment(first))).rejects.toMatchObject({ retry: 'never' })
  })

  it('of a long conversation are all read, also in a batch', async () => {
    const { id } = await client.run(addItem(place, { title: 'A', xmlId: 'x' }))
    const texts = Array.from({ length: 120 }, (_, index) => `Сообщение ${String(index)}`)
    await client.runAll(texts.map((text) => addComment(place, id, { text })))

    const [item, comments] = await client.runAll([getItem(place, id), listComments(place, id)])

    expect(item.ok).toBe(true)
    expect(comments.ok && comments.value.map((comment) => comment.text)).toEqual(texts)
  })
})

describe('files', () => {
  const subject = (itemId: number) => ({
    memberIds: { customer: portal.memberId, partner: '' },
    itemIds: { customer: itemId, partner: null },
  })

  function filesOf(message: { id: number; name: string }[]) {
    const db = {
      portals: { find: () => Promise.resolve({ place }) },
      messages: { find: () => Promise.resolve({ side: 'customer' as const, files: message }) },
    }
    return createFiles({ guard: kit.guard, clients: kit.clients, db })
  }

  it('of an item and of a comment come with name and content', async () => {
    const item = await client.run(addItem(place, { title: 'A', xmlId: 'x', values }))
    const log = { name: 'лог.txt', base64: base64('first') }
    const other = { name: 'b.log', base64: base64('second') }
    const [first, second] = item.files.map((file) => file.id)
    const ofItem = (known: number[]) => filesOf([]).ofItem(subject(item.id), 'customer', known)
    expect(await ofItem([])).toEqual({ ids: [first, second], contents: [log, other] })
    expect(await ofItem([first ?? 0])).toEqual({ ids: [second], contents: [other] })

    const files = [{ name: 'схема.txt', base64: base64('drawing') }]
    const commentId = await client.run(addComment(place, item.id, { text: 'Схема', files }))
    const comment = await client.run(getComment(commentId))
    expect(await filesOf(comment.files).ofMessage(subject(item.id), 'm')).toEqual(files)
  })

  it('that the portal no longer has go over as a note about it', async () => {
    const [note] = await filesOf([{ id: 4711, name: 'пропал.log' }]).ofMessage(subject(1), 'm')

    expect(note?.name).toBe('пропал.log.txt')
    expect(Buffer.from(note!.base64, 'base64').toString()).toContain('«пропал.log»')
  })
})

describe('people', () => {
  it('are known by name, and a person’s own token says who he is', async () => {
    expect(await client.run(getUsers([1, 7, 999]))).toEqual(
      new Map([
        [1, 'Олег Громов'],
        [7, 'Анна Лебедева'],
      ]),
    )
    const { accessToken } = portal.issueTokens(7)
    const person = kit.clients.asUser(`${portal.url}/rest/`, accessToken)
    expect(await person.run(profile())).toEqual({ id: 7, name: 'Анна Лебедева', isAdmin: false })
    await client.run(notifyUser(7, 'Обращение № 1', 'ticket-1'))
  })

  it('with a token that is over are told to bring a new one', async () => {
    const { accessToken } = portal.issueTokens(7)
    kit.emulator.expireTokens(portal.memberId, 7)

    const call = kit.clients.asUser(`${portal.url}/rest/`, accessToken).run(profile())

    await expect(call).rejects.toMatchObject({ code: 'expired_token', retry: 'refresh' })
  })
})

describe('service tokens', () => {
  it('that are over are renewed once, however many calls and processes find out', async () => {
    const second = await kit.newClients().forPortal(portal.memberId)
    kit.emulator.expireTokens(portal.memberId, 1)

    const calls = [client, second].flatMap((one) =>
      Array.from({ length: 8 }, () => one.run(getUsers([1]))),
    )

    expect(await Promise.all(calls)).toHaveLength(16)
    expect(kit.tokens.counts.renewals).toBe(1)
  })

  it('when the refresh token is dead, then say that only a visit helps', async () => {
    const row = kit.tokens.rows.get(portal.memberId)!
    kit.tokens.rows.set(portal.memberId, { ...row, refreshToken: 'used' })
    kit.emulator.expireTokens(portal.memberId, 1)

    await expect(client.run(getUsers([1]))).rejects.toMatchObject({
      code: 'invalid_grant',
      retry: 'refresh',
      isUncertain: false,
    })
  })

  it('of a portal that was never installed are missing', async () => {
    await expect(kit.clients.forPortal('0'.repeat(32))).rejects.toMatchObject({ retry: 'refresh' })
  })
})

describe('the OAuth server', () => {
  it('says whose a token is, and refuses those of nobody', async () => {
    const { accessToken } = portal.issueTokens(7)

    expect(await kit.oauth.appInfo(kit.serverEndpoint, accessToken)).toEqual({
      clientId: 'app.5f1d2c3b4a5968.10000001',
      memberId: portal.memberId,
      clientEndpoint: `${portal.url}/rest/`,
      userId: 7,
      isInstalled: true,
    })
    await expect(kit.oauth.appInfo(kit.serverEndpoint, 'nobody')).rejects.toMatchObject({
      name: 'BitrixError',
      code: 'invalid_token',
    })
  })

  it('that is not on the list gets nothing', async () => {
    const foreign = 'https://oauth.example.com/rest/'
    expect(kit.oauth.isAllowed(foreign)).toBe(false)
    expect(kit.oauth.isAllowed(kit.serverEndpoint)).toBe(true)
    const refresh = kit.oauth.refresh({ clientId: 'a', clientSecret: 'b' }, foreign, 'c')
    await expect(refresh).rejects.toThrow('not on the list')
  })
})
