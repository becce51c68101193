import { externalLink, machineLink } from '../files.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { type StoredFile } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params, intOf, isoIn } from '../values.ts'

export function drawFile(call: Call, file: StoredFile): Params {
  const { portal } = call
  const at = isoIn(portal.timeZone, file.createdAt)
  const by = String(file.createdBy)
  return {
    ID: String(file.id),
    NAME: file.name,
    CODE: null,
    STORAGE_ID: '1',
    TYPE: 'file',
    PARENT_ID: '1',
    DELETED_TYPE: '0',
    GLOBAL_CONTENT_VERSION: '1',
    FILE_ID: String(file.id),
    SIZE: String(file.content.length),
    CREATE_TIME: at,
    UPDATE_TIME: at,
    DELETE_TIME: null,
    CREATED_BY: by,
    UPDATED_BY: by,
    DELETED_BY: '0',
    DOWNLOAD_URL: machineLink(portal, { module: 'disk', fileId: file.id, auth: call.token }),
    DETAIL_URL: `${portal.url}/company/personal/user/${by}/disk/file/${encodeURIComponent(file.name)}`,
  }
}

export function requiredFile(call: Call, params: Params): StoredFile {
  const id = intOf(params['ID'])
  if (id === null) throw new RestError('ERROR_ARGUMENT', 'Invalid value of parameter {id}')
  const file = call.portal.files.get(id)
  if (!file) throw new RestError('ERROR_NOT_FOUND', `Could not find entity with id \`${id}\``)
  return file
}

export const diskMethods: MethodMap = {
  'disk.file.get': {
    scope: ['disk'],
    isAnyCase: true,
    run: (call, params) => reply(drawFile(call, requiredFile(call, params))),
  },
  'disk.file.getExternalLink': {
    scope: ['disk'],
    isAnyCase: true,
    run: (call, params) => reply(externalLink(call.portal, requiredFile(call, params).id)),
  },
}
