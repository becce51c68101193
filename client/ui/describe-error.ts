import { ApiError } from '../api/api-error.ts'
import { FrameError } from '../bitrix/frame-error.ts'
import { PortalRefusal } from '../bitrix/portal-refusal.ts'

/** Key of the words in i18n, and what the portal itself said where it said something. */
export type ErrorWords = { key: string; portalWords?: string }

/** An unknown error in words that a person can act on; technical texts stay out of the page. */
export function describeError(error: unknown): ErrorWords {
  if (error instanceof FrameError) return { key: `errors.${error.problem}` }
  if (error instanceof PortalRefusal && error.isSilence) return { key: 'errors.portalSilent' }
  if (error instanceof PortalRefusal)
    return { key: 'errors.portalRefused', portalWords: error.message }
  if (!(error instanceof ApiError)) return { key: 'errors.internal' }
  return error.code === 'portalRefused'
    ? { key: 'errors.portalRefused', portalWords: error.message }
    : { key: `errors.${error.code}` }
}
