import { linkToken } from './files.ts'
import { type Call } from './method.ts'
import { type Params, isYes, mapOf, textOf } from './values.ts'

/** What the file that is to come is meant for. */
export type Wish = { method: string; id: string; name: string; isUnique: string }

/** Name of the form's field that takes the file. */
export const fileField = 'file'

/** Where a file may be sent as a form: the address carries what it is meant for. */
export function uploadAddress(call: Call, method: string, params: Params) {
  const wish: Wish = {
    method,
    id: textOf(params['ID']),
    name: textOf(mapOf(params['DATA'])?.['NAME']),
    isUnique: isYes(params['GENERATEUNIQUENAME']) ? 'Y' : 'N',
  }
  const token = linkToken(call.portal, 'disk', new URLSearchParams(wish).toString())
  const query = new URLSearchParams({ auth: call.token, token })
  return { field: fileField, uploadUrl: `${call.portal.url}/rest/upload.json?${query.toString()}` }
}
