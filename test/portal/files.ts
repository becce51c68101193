import { createHmac, timingSafeEqual } from 'node:crypto'
import { type PortalState, nextId } from './state.ts'
import { type StoredFile } from './records.ts'
import { listOf, textOf } from './values.ts'

/** Reads `["name.ext", "<base64>"]`; null when it is no file. */
export function uploadOf(value: unknown): { name: string; content: Buffer } | null {
  const [name, base64] = listOf(value)
  if (typeof name !== 'string' || typeof base64 !== 'string' || name === '') return null
  return { name, content: Buffer.from(base64, 'base64') }
}

export function storeFile(
  portal: PortalState,
  upload: { name: string; content: Buffer },
  by: { userId: number; at: number },
): StoredFile {
  const id = nextId(portal, 'file', 31)
  const file = { id, ...upload, createdAt: by.at, createdBy: by.userId }
  portal.files.set(id, file)
  return file
}

const contentTypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  txt: 'text/plain; charset=utf-8',
  log: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
}

export const contentTypeOf = (name: string): string =>
  contentTypes[name.split('.').pop()?.toLowerCase() ?? ''] ?? 'application/octet-stream'

export const isImage = (name: string): boolean => contentTypeOf(name).startsWith('image/')

const signature = (portal: PortalState, text: string): string =>
  createHmac('sha256', portal.linkSecret).update(text).digest('base64url')

/** The `token` of a machine link: module, what it is for, signature. */
export function linkToken(portal: PortalState, module: 'crm' | 'disk', what: string): string {
  const body = `${module}|${Buffer.from(what).toString('base64url')}`
  return `${body}|${signature(portal, body)}`
}

/** What a link is for, when its signature is ours. */
export function readLinkToken(portal: PortalState, token: string): string | null {
  const [module = '', encoded = '', given = ''] = token.split('|')
  const wanted = Buffer.from(signature(portal, `${module}|${encoded}`))
  const actual = Buffer.from(given)
  if (wanted.length !== actual.length || !timingSafeEqual(wanted, actual)) return null
  return Buffer.from(encoded, 'base64url').toString()
}

export function fileOfLink(portal: PortalState, token: string): StoredFile | null {
  const id = /^id=(\d+)$/.exec(readLinkToken(portal, token) ?? '')?.[1]
  return portal.files.get(Number(id)) ?? null
}

/** Link for programs: carries the token of the call that asked for it. */
export function machineLink(
  portal: PortalState,
  link: { module: 'crm' | 'disk'; fileId: number; auth: string },
): string {
  const path = link.module === 'crm' ? 'crm.controller.item.getFile.json' : 'download.json'
  const query = new URLSearchParams({
    ...(link.auth !== '' && { auth: link.auth }),
    token: linkToken(portal, link.module, `id=${link.fileId}`),
  })
  return `${portal.url}/rest/${path}?${query.toString()}`
}

/** Link for the person's browser: lives on the session. */
export function sessionLink(
  portal: PortalState,
  item: { entityTypeId: number; id: number; fieldName: string; fileId: number },
): string {
  const query = new URLSearchParams({
    action: 'crm.controller.item.getFile',
    entityTypeId: textOf(item.entityTypeId),
    id: textOf(item.id),
    fieldName: item.fieldName,
    fileId: textOf(item.fileId),
  })
  return `${portal.url}/bitrix/services/main/ajax.php?${query.toString()}`
}

export const diskLink = (portal: PortalState, file: StoredFile): string =>
  `${portal.url}/disk/downloadFile/${file.id}/?&ncc=1&filename=${encodeURIComponent(file.name)}`

const externalCode = (portal: PortalState, fileId: number): string =>
  `${fileId.toString(36)}-${signature(portal, `external|${fileId}`).replace(/\W/g, '').slice(0, 8)}`

/** Link for anybody, without logging in. */
export const externalLink = (portal: PortalState, fileId: number): string =>
  `${portal.url}/~${externalCode(portal, fileId)}`

export function fileOfExternalLink(portal: PortalState, code: string): StoredFile | null {
  const id = parseInt(code.split('-')[0] ?? '', 36)
  return code === externalCode(portal, id) ? (portal.files.get(id) ?? null) : null
}
