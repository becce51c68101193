import { type IncomingMessage, type ServerResponse } from 'node:http'
import { contentTypeOf, fileOfExternalLink, fileOfLink } from './files.ts'
import { pathOf, sendJson } from './http.ts'
import { type StoredFile } from './records.ts'
import { type PortalState } from './state.ts'
import { type Portal } from './types.ts'
import { type World } from './world.ts'

const machinePath = /^\/rest\/(crm\.controller\.item\.getFile|download)(\.json)?$/i
const diskPath = /^\/disk\/(?:downloadFile|showFile)\/(\d+)\/?$/
const externalPath = /^\/~([\w-]+)$/
const ajaxPath = '/bitrix/services/main/ajax.php'

export const isFilePath = (path: string): boolean =>
  [machinePath, diskPath, externalPath].some((form) => form.test(path)) || path === ajaxPath

const notFound = { status: 404, error: 'NOT_FOUND', description: 'File not found' }

type Found = StoredFile | { status: number; error: string; description: string }

/** A machine link without `auth` was made in a session and needs that session. */
function byMachineLink(
  world: World,
  portal: PortalState,
  query: URLSearchParams,
  hasSession: boolean,
): Found {
  const auth = query.get('auth') ?? ''
  const grant = world.tokens.find(auth)
  if (!grant && !hasSession) {
    return { status: 401, error: 'NO_AUTH_FOUND', description: 'Wrong authorization data' }
  }
  if (grant && (grant.isRevoked || grant.expiresAt <= world.now())) {
    const description = 'The access token provided has expired.'
    return { status: 401, error: 'expired_token', description }
  }
  const file = fileOfLink(portal, query.get('token') ?? '')
  return file ?? notFound
}

function bySession(portal: PortalState, fileId: number, hasSession: boolean): Found {
  if (!hasSession) return { status: 401, error: 'NO_AUTH_FOUND', description: 'Log in first' }
  const file = portal.files.get(fileId)
  return file ?? notFound
}

function findFile(
  world: World,
  portal: PortalState,
  asked: { request: IncomingMessage; path: string; hasSession: boolean },
): Found {
  const { path, hasSession } = asked
  const query = new URL(asked.request.url ?? '/', portal.url).searchParams
  const external = externalPath.exec(path)?.[1]
  if (external !== undefined) return fileOfExternalLink(portal, external) ?? notFound
  if (machinePath.test(path)) return byMachineLink(world, portal, query, hasSession)
  return bySession(portal, Number(diskPath.exec(path)?.[1] ?? query.get('fileId')), hasSession)
}

/** Serves files: to programs, to the logged-in person, by external link to anybody. */
export function fileDoor(
  world: World,
  portal: PortalState,
  exchange: { request: IncomingMessage; response: ServerResponse; face: Portal },
): void {
  const { request, response, face } = exchange
  const path = pathOf(request)
  const hasSession = (world.options.sessionUser?.(request, face) ?? null) !== null
  const found = findFile(world, portal, { request, path, hasSession })
  const isFound = 'content' in found
  world.traffic.record({
    kind: 'file',
    portal: portal.domain,
    path,
    status: isFound ? 200 : found.status,
  })
  if (!isFound) {
    sendJson(response, found.status, { error: found.error, error_description: found.description })
    return
  }
  response.writeHead(200, {
    'content-type': contentTypeOf(found.name),
    'content-length': found.content.length,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    'access-control-allow-origin': '*',
  })
  response.end(found.content)
}
