import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, numeric } from '../shape.ts'

const common =
  'ID NAME CODE STORAGE_ID TYPE PARENT_ID DELETED_TYPE CREATE_TIME UPDATE_TIME DELETE_TIME ' +
  'CREATED_BY UPDATED_BY DELETED_BY DETAIL_URL'
const fileKeys = `${common} GLOBAL_CONTENT_VERSION FILE_ID SIZE DOWNLOAD_URL`
const folderKeys = `${common} REAL_OBJECT_ID`
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Folders cannot be taken away again by a documented method in reach, hence the emulator. */
export const diskCases: Family = {
  name: 'files and folders',
  needs: 'emulator',
  async play({ call, read, removal, refuse, target }) {
    const storageKeys = 'ID NAME CODE MODULE_ID ENTITY_TYPE ENTITY_ID ROOT_OBJECT_ID'
    const storage = bearing(storageKeys, { ID: numeric, ROOT_OBJECT_ID: numeric })
    const { ID } = await read('disk.storage.getForApp', {}, storage)
    await read('disk.storage.getList', { order: { NAME: 'DESC' } }, z.array(storage).min(1))
    const inStorage = { id: Number(ID) }
    const fresh = { ID: z.number() }
    const folder = await call(
      'disk.storage.addFolder',
      { ...inStorage, data: { NAME: 'New folder' } },
      bearing(folderKeys, fresh),
    )
    const inside = { id: folder.ID }
    await call(
      'disk.folder.addSubFolder',
      { ...inside, data: { NAME: 'Folder in Folder' } },
      bearing(folderKeys, fresh),
    )
    const listed = bearing(folderKeys, { ID: numeric })
    await read('disk.storage.getChildren', inStorage, z.array(listed).min(1))
    await read(
      'disk.folder.getChildren',
      { ...inside, filter: { NAME: 'Folder in Folder' }, order: { NAME: 'DESC' } },
      z.tuple([listed]),
    )
    for (const [method, place] of [
      ['disk.storage.uploadFile', inStorage],
      ['disk.folder.uploadFile', inside],
    ] as const) {
      const file = await call(
        method,
        { ...place, data: { NAME: 'test.png' }, fileContent: ['test.png', png] },
        bearing(fileKeys, fresh),
      )
      const one = { id: file.ID }
      const remove = removal('disk.file.delete', one, z.literal(true))
      await read('disk.file.get', one, bearing(fileKeys, { ID: numeric, SIZE: numeric }))
      if (await target.has('disk.file.getExternalLink')) {
        await call('disk.file.getExternalLink', one, z.url())
      }
      await remove()
      await refuse('disk.file.get', one, { status: 400, error: 'ERROR_NOT_FOUND' })
    }
  },
}
