import type { Session } from '../shared/api/session.ts'
import { type Api, createApi } from './api/request.ts'
import { connectFrame, type Frame } from './bitrix/frame.ts'

/** Everything a page needs: the portal around us, our server, and who asks. */
export type Connection = { frame: Frame; api: Api; session: Session }

/** @param onLanguage told as soon as the portal's language is known, so that failures speak it */
export async function connect(
  onLanguage: (lang: Frame['lang']) => Promise<void>,
): Promise<Connection> {
  const frame = await connectFrame()
  document.documentElement.lang = frame.lang
  await onLanguage(frame.lang)
  const api = createApi(frame)
  const session = await api.openSession()
  return { frame, api, session }
}
