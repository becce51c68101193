import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  admin,
  prepareProcess,
  restAs,
  restWith,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

it('a portal that is started again knows its items, files, app and tokens', async () => {
  const stateFile = join(folder, 'portals.bin')
  const first = await startSandbox({ stateFile })
  const rest = restAs(first.portal, admin)
  const { entityTypeId } = await prepareProcess(rest)
  const file = ['a.txt', Buffer.from('вложение').toString('base64')]
  const added = await resultOf<{ item: { id: number } }>(
    rest('crm.item.add', { entityTypeId, fields: { title: 'Касса', ufCrm1Files: [file] } }),
  )
  await resultOf(rest('event.bind', { event: 'ONCRMDYNAMICITEMADD', handler: first.handlerUrl }))
  // A delivery that waits to be overtaken belongs to the run and must not disturb the file.
  first.portal.faults.add({ fault: 'eventSwapped' })
  await rest('crm.item.add', { entityTypeId, fields: {} })
  const { accessToken } = first.portal.issueTokens(admin)
  await first.close()

  const second = await startSandbox({ stateFile, isInstalled: true })
  const read = await restWith(second.portal, accessToken, {
    method: 'crm.item.get',
    params: { entityTypeId, id: added.item.id },
  })
  type Read = { item: { title: string; ufCrm1Files: { urlMachine: string }[] } }
  const { item } = read.body['result'] as Read
  expect(item.title).toBe('Касса')
  expect(await (await fetch(item.ufCrm1Files[0]!.urlMachine)).text()).toBe('вложение')
  expect(second.portal.app).toMatchObject({ installed: true, isFinished: true })
  await second.close()
})
