import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  employee,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
let rest: Rest
beforeAll(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
})
afterAll(() => sandbox.close())

describe('disk and messenger', () => {
  it('keep folders and files', async () => {
    const { ROOT_OBJECT_ID } = await resultOf<{ ROOT_OBJECT_ID: string }>(
      rest('disk.storage.getForApp'),
    )
    const folder = await resultOf<{ ID: number }>(
      rest('disk.folder.addSubFolder', { id: ROOT_OBJECT_ID, data: { NAME: 'Отчёты' } }),
    )
    const upload = () =>
      resultOf<{ ID: number; NAME: string; DOWNLOAD_URL: string }>(
        rest('disk.folder.uploadFile', {
          id: folder.ID,
          data: { NAME: 'март.txt' },
          fileContent: ['март.txt', Buffer.from('отчёт').toString('base64')],
          generateUniqueName: true,
        }),
      )
    const first = await upload()
    expect(await (await fetch(first.DOWNLOAD_URL)).text()).toBe('отчёт')
    expect((await upload()).NAME).toBe('март (1).txt')
    const inside = await resultOf<{ NAME: string }[]>(
      rest('disk.folder.getChildren', { id: folder.ID }),
    )
    expect(inside.map(({ NAME }) => NAME)).toEqual(['март.txt', 'март (1).txt'])
    expect(await resultOf(rest('disk.file.delete', { id: first.ID }))).toBe(true)
    expect((await rest('disk.file.get', { id: first.ID })).body['error']).toBe('ERROR_NOT_FOUND')
    expect(await resultOf(rest('disk.storage.getList'))).toHaveLength(1)
    expect(await resultOf(rest('disk.storage.getChildren', { id: 1 }))).toHaveLength(1)
  })

  it('carry messages to persons and chats', async () => {
    const chat = await resultOf<number>(
      rest('im.chat.add', { TITLE: 'Дежурство', USERS: [employee] }),
    )
    const send = (DIALOG_ID: string) =>
      rest('im.message.add', { DIALOG_ID, MESSAGE: 'Срок близко' })
    expect(await resultOf(send(`chat${chat}`))).toBe(1001)
    expect((await send('chat9')).body['error']).toBe('CHAT_ID')
    expect((await send('99')).body['error']).toBe('USER_NOT_FOUND')
  })

  it('fields of persons and departments have names', async () => {
    expect(await resultOf(rest('user.fields'))).toHaveProperty('UF_DEPARTMENT')
    expect(await resultOf(rest('department.fields'))).toHaveProperty('UF_HEAD')
  })
})
