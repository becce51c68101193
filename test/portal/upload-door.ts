import { type IncomingMessage, type ServerResponse } from 'node:http'
import { callMethod } from './call-method.ts'
import { readLinkToken } from './files.ts'
import { type Part, readMultipart, sendJson } from './http.ts'
import { RestError } from './rest-error.ts'
import { authorize } from './rest-server.ts'
import { type PortalState } from './state.ts'
import { type Wish, fileField } from './upload-address.ts'
import { type Params } from './values.ts'
import { type World } from './world.ts'

const uploadPath = /^\/rest\/upload(\.json)?$/i

export const isUploadPath = (path: string): boolean => uploadPath.test(path)

function readWish(portal: PortalState, token: string): Wish {
  const body = readLinkToken(portal, token)
  if (body === null) throw new RestError('NOT_FOUND', 'Wrong token', { status: 404 })
  const query = new URLSearchParams(body)
  const read = (name: keyof Wish) => query.get(name) ?? ''
  return {
    method: read('method'),
    id: read('id'),
    name: read('name'),
    isUnique: read('isUnique'),
  }
}

function paramsOf(wish: Wish, file: Part | undefined): Params {
  if (!file) throw new RestError('ERROR_COULD_NOT_SAVE_FILE', 'No file in the form')
  return {
    id: wish.id,
    data: { NAME: wish.name || file.name },
    fileContent: [file.name, file.content.toString('base64')],
    generateUniqueName: wish.isUnique,
  }
}

/** Takes the file and answers as the method that has given the address. */
export async function uploadDoor(
  world: World,
  portal: PortalState,
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange
  const query = new URL(request.url ?? '/', portal.url).searchParams
  try {
    const call = authorize(world, portal, query.get('auth') ?? '')
    const wish = readWish(portal, query.get('token') ?? '')
    const { files } = await readMultipart(request)
    const file = files.find(({ field }) => field === fileField)
    const { result } = await callMethod(call, wish.method, paramsOf(wish, file))
    world.traffic.record({ kind: 'file', portal: portal.domain, path: '/rest/upload', status: 200 })
    sendJson(response, 200, { result })
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    sendJson(response, error.status, error.body())
  }
}
