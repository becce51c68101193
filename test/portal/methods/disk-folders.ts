import { storeFile, uploadOf } from '../files.ts'
import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { nextId, shelf } from '../state.ts'
import { type Params, intOf, isYes, isoIn, mapOf, textOf } from '../values.ts'
import { uploadAddress } from '../upload-address.ts'
import { drawFile, requiredFile } from './disk.ts'

const storageId = 1
const rootId = 1

const storage = (call: Call, entityType: 'restapp' | 'user'): Params => ({
  ID: String(storageId),
  NAME: call.portal.app.title,
  CODE: null,
  MODULE_ID: 'disk',
  ENTITY_TYPE: entityType,
  ENTITY_ID: '1',
  ROOT_OBJECT_ID: String(rootId),
})

const folders = (call: Call) => shelf(call.portal, 'folder')

/** Where each uploaded file lies; files of fields and comments lie in the root. */
const places = (call: Call) => shelf(call.portal, 'filePlace')

const notFound = (id: unknown): RestError =>
  new RestError('ERROR_NOT_FOUND', `Could not find entity with id \`${textOf(id)}\``)

function requiredFolder(call: Call, params: Params): number {
  const id = intOf(params['ID'])
  if (id === null) throw new RestError('ERROR_ARGUMENT', 'Invalid value of parameter {id}')
  if (id !== rootId && !folders(call).has(String(id))) throw notFound(id)
  return id
}

function requiredName(params: Params): string {
  const name = textOf(mapOf(params['DATA'])?.['NAME'])
  if (name === '') throw new RestError('ERROR_ARGUMENT', 'Required parameter {data.NAME}')
  return name
}

const namesIn = (call: Call, parentId: number): string[] =>
  children(call, parentId).map((one) => textOf(one['NAME']))

function addFolder(call: Call, params: Params) {
  const parentId = requiredFolder(call, params)
  const name = requiredName(params)
  if (namesIn(call, parentId).includes(name)) {
    throw new RestError('DISK_OBJ_22000', 'Объект с таким именем уже есть')
  }
  const id = nextId(call.portal, 'file', 31)
  const at = isoIn(call.portal.timeZone, call.now)
  const folder = {
    ID: String(id),
    NAME: name,
    CODE: null,
    STORAGE_ID: String(storageId),
    TYPE: 'folder',
    REAL_OBJECT_ID: String(id),
    PARENT_ID: String(parentId),
    DELETED_TYPE: '0',
    CREATE_TIME: at,
    UPDATE_TIME: at,
    DELETE_TIME: null,
    CREATED_BY: String(call.user.id),
    UPDATED_BY: String(call.user.id),
    DELETED_BY: '0',
    DETAIL_URL: `${call.portal.url}/company/personal/user/${call.user.id}/disk/path/${name}`,
  }
  folders(call).set(folder.ID, folder)
  // Fresh objects come with numbers where read ones have texts.
  return reply({ ...folder, ID: id, REAL_OBJECT_ID: id, DELETED_TYPE: 0, DELETED_BY: null })
}

const freeName = (taken: string[], name: string): string => {
  let free = name
  for (let count = 1; taken.includes(free); count += 1) {
    free = name.replace(/(\.[^.]*)?$/, (extension) => ` (${count})${extension}`)
  }
  return free
}

/** Without its content the file is asked for as a form, at an address of its own. */
function uploadFile(call: Call, method: string, params: Params) {
  const parentId = requiredFolder(call, params)
  if (params['FILECONTENT'] === undefined) return reply(uploadAddress(call, method, params))
  const upload = uploadOf(params['FILECONTENT'])
  if (!upload) throw new RestError('ERROR_ARGUMENT', 'Required parameter {fileContent}')
  const wanted = textOf(mapOf(params['DATA'])?.['NAME']) || upload.name
  const taken = namesIn(call, parentId)
  if (taken.includes(wanted) && !isYes(params['GENERATEUNIQUENAME'])) {
    throw new RestError('DISK_OBJ_22000', 'Файл с таким именем уже есть')
  }
  const named = { ...upload, name: freeName(taken, wanted) }
  const file = storeFile(call.portal, named, { userId: call.user.id, at: call.now })
  places(call).set(String(file.id), { parentId })
  const drawn = { ...drawFile(call, file), PARENT_ID: String(parentId) }
  const fresh = { ID: file.id, DELETED_TYPE: 0, GLOBAL_CONTENT_VERSION: 1, FILE_ID: file.id }
  return reply({ ...drawn, ...fresh, DELETED_BY: null })
}

function children(call: Call, parentId: number): Params[] {
  const inside = [...folders(call).values()].filter((one) => one['PARENT_ID'] === String(parentId))
  const files = [...call.portal.files.values()]
    .filter((file) => places(call).get(String(file.id))?.['parentId'] === parentId)
    .map((file) => ({ ...drawFile(call, file), PARENT_ID: String(parentId) }))
  return [...inside, ...files]
}

function listChildren(call: Call, params: Params) {
  const rows = children(call, requiredFolder(call, params))
  const request = { filter: params['FILTER'], order: params['ORDER'], start: params['START'] }
  const page = listPage(rows, request, {
    column: (name) => ({
      type: /ID$|SIZE|_BY$/.test(name) ? 'number' : 'text',
      read: (row) => row[name],
    }),
    instant: () => null,
    onUnknown: () => undefined,
  })
  return listReply(page, (found) => found)
}

const scope = ['disk']
const isAnyCase = true

const uploadMethods: MethodMap = Object.fromEntries(
  ['disk.storage.uploadFile', 'disk.folder.uploadFile'].map((name) => [
    name,
    { scope, isAnyCase, run: (call, params) => uploadFile(call, name, params) },
  ]),
)

export const diskFolderMethods: MethodMap = {
  'disk.storage.getForApp': {
    scope,
    isAppOnly: true,
    run(call) {
      if (!call.user.isAdmin) throw new RestError('ACCESS_DENIED', 'Access denied')
      return reply(storage(call, 'restapp'))
    },
  },
  'disk.storage.getList': {
    scope,
    run: (call) => ({ result: [storage(call, 'user')], total: 1 }),
  },
  'disk.storage.getChildren': { scope, isAnyCase, run: listChildren },
  'disk.storage.addFolder': { scope, isAnyCase, run: addFolder },
  ...uploadMethods,
  'disk.folder.getChildren': { scope, isAnyCase, run: listChildren },
  'disk.folder.addSubFolder': { scope, isAnyCase, run: addFolder },
  'disk.file.delete': {
    scope,
    isAnyCase,
    run(call, params) {
      call.portal.files.delete(requiredFile(call, params).id)
      return reply(true)
    },
  },
}
