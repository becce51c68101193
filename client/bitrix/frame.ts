import {
  AjaxError,
  type B24Frame,
  initializeB24Frame,
  MessageCommands,
  SdkError,
} from '@bitrix24/b24jssdk'
import { inject, type InjectionKey, provide } from 'vue'
import { z } from 'zod'
import type { InvoiceClient } from '../../shared/api/invoices.ts'
import { languageOf } from '../../shared/words/language.ts'
import type { Locale } from '../i18n/index.ts'
import { FrameError } from './frame-error.ts'
import { PortalRefusal } from './portal-refusal.ts'

/** An element of CRM chosen in the portal's own dialog, and its whole address. */
export type PortalEntity = { title: string; url: string }

/** A person chosen in the portal's own dialog. */
export type PortalUser = { id: number; name: string; position: string }

export type FrameTokens = { accessToken: string; refreshToken: string }

/** The portal around us: where we are in it, and what it does for us. */
export type Frame = {
  /** 'DEFAULT' on the app's page, else the code of the placement. */
  placement: string
  /** The CRM item in whose card we are. */
  itemId: number | null
  options: Record<string, string>
  /** Scheme and host of the portal. */
  origin: string
  isInstallMode: boolean
  lang: Locale
  /** Tokens of the person; asks the portal for new ones when they have expired or `isStale`. */
  accessToken(isStale?: boolean): Promise<FrameTokens>
  /** One REST call in the person's own name, never repeated. @throws PortalRefusal */
  call(method: string, params?: Record<string, unknown>): Promise<unknown>
  /** At most 50 calls; answers by the same keys. @throws PortalRefusal for the first that failed */
  batch(
    calls: Record<string, { method: string; params: Record<string, unknown> }>,
  ): Promise<Record<string, unknown>>
  /** The portal's dialog of people. Never settles when the person closes it without a choice. */
  selectUsers(multiple: boolean): Promise<PortalUser[]>
  /** The portal's dialog of deals, leads, contacts and companies; it too may never settle. */
  selectEntities(): Promise<PortalEntity[]>
  /** A company or contact of the portal's CRM; null: none was chosen. */
  selectClient(): Promise<InvoiceClient | null>
  /** Opens the item's card in the portal's side panel; settles when that is closed. */
  openItem(entityTypeId: number, itemId: number): Promise<void>
  /** Has the portal's telephony ring up a number. Whether it can, the portal never says. */
  phoneTo(phone: string): void
  /** Closes the side panel in which we were opened. */
  closeSlider(): void
  /** Tells the portal that installation is over; the portal then reloads the page. */
  finishInstall(): void
  /** Makes the frame as high as the page. */
  fit(): void
  /** What was kept for this person at the portal under that name; '' for nothing. */
  kept(name: string): string
  /** Keeps a text for this person at the portal; '' forgets it. */
  keep(name: string, value: string): void
}

const answerWithinMs = 10_000

/**
 * Shakes hands with the portal's page. Calls are sent once: the SDK would repeat `*.add` after a
 * timeout and make a second item.
 *
 * @throws FrameError when there is no portal around us or it does not answer
 */
export async function connectFrame(): Promise<Frame> {
  return createFrame(await openFrame())
}

async function openFrame(): Promise<B24Frame> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new FrameError('portalSilent'))
    }, answerWithinMs)
  })
  try {
    return await Promise.race([
      initializeB24Frame({ restrictionParams: { maxRetries: 1 } }),
      silence,
    ])
  } catch (error) {
    // The SDK's code for a window without a portal's name on it.
    if (error instanceof SdkError && error.code === 'JSSDK_CLIENT_SIDE_WARNING')
      throw new FrameError('notInPortal', { cause: error })
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Our own view of a started SDK frame. */
export function createFrame(b24: B24Frame): Frame {
  const options = readOptions(b24.placement.options)
  return {
    placement: b24.placement.placement,
    itemId: itemIdOf(options),
    options,
    origin: new URL(b24.getTargetOrigin()).origin,
    isInstallMode: b24.isInstallMode,
    lang: languageOf(b24.getLang()),
    async accessToken(isStale = false) {
      const known = isStale ? false : b24.auth.getAuthData()
      const tokens = known === false ? await b24.auth.refreshAuth() : known
      return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token }
    },
    call: (method, params = {}) => call(b24, method, params),
    batch: (calls) => batch(b24, calls),
    async selectUsers(multiple) {
      const chosen: unknown = multiple
        ? await b24.dialog.selectUsers()
        : await b24.dialog.selectUser()
      return usersSchema.parse(chosen)
    },
    async selectEntities() {
      const chosen = await b24.dialog.selectCRM({
        entityType: ['deal', 'lead', 'contact', 'company'],
        multiple: true,
      })
      return entitiesOf(chosen, b24.getTargetOrigin())
    },
    async selectClient() {
      const entityType: ('company' | 'contact')[] = ['company', 'contact']
      return clientOf(await b24.dialog.selectCRM({ entityType, multiple: false }))
    },
    async openItem(entityTypeId, itemId) {
      const url = b24.slider.getUrl(`/crm/type/${entityTypeId}/details/${itemId}/`)
      await b24.slider.openPath(url)
    },
    phoneTo(phone) {
      void b24.parent.imPhoneTo(phone)
    },
    closeSlider() {
      // The portal never answers: we are gone by then.
      void b24.parent.closeApplication()
    },
    finishInstall() {
      // The portal never answers; what it does is reload the page.
      void b24.installFinish()
    },
    fit: createFit(b24),
    ...createKeeping(b24),
  }
}

async function call(
  b24: B24Frame,
  method: string,
  params: Record<string, unknown>,
): Promise<unknown> {
  const answer = await b24.actions.v2.call.make({ method, params }).catch((error: unknown) => {
    throw asRefusal(error)
  })
  if (!answer.isSuccess) throw asRefusal([...answer.getErrors()][0])
  return answer.getData()?.result
}

async function batch(
  b24: B24Frame,
  calls: Parameters<Frame['batch']>[0],
): Promise<Record<string, unknown>> {
  const answer = await b24.actions.v2.batch
    .make({ calls, options: { isHaltOnError: false } })
    .catch((error: unknown) => {
      throw asRefusal(error)
    })
  if (!answer.isSuccess) throw asRefusal([...answer.getErrors()][0])
  return z.record(z.string(), z.unknown()).parse(answer.getData())
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof AjaxError)) return error
  // The original error holds the request with its token; it must not travel on as a cause.
  return new PortalRefusal(error.code, error.message)
}

const entitySchema = z.object({ title: z.string(), url: z.string() })
const entitiesSchema = z.record(z.string(), z.array(entitySchema))

/** Some portals give addresses without the host. */
const entitiesOf = (chosen: unknown, origin: string): PortalEntity[] =>
  Object.values(entitiesSchema.parse(chosen))
    .flat()
    .map(({ title, url }) => ({ title, url: new URL(url, origin).href }))

const idSchema = z
  .string()
  .regex(/^\w+_\d+$/)
  .transform((id) => Number(id.split('_')[1]))
const clientSchema = z.array(z.object({ id: idSchema, title: z.string() }))
const clientsSchema = z.object({
  company: clientSchema.optional(),
  contact: clientSchema.optional(),
})

function clientOf(chosen: unknown): InvoiceClient | null {
  const { company = [], contact = [] } = clientsSchema.parse(chosen)
  if (company[0]) return { kind: 'company', ...company[0] }
  return contact[0] ? { kind: 'contact', ...contact[0] } : null
}

const userSchema = z
  .object({ id: z.coerce.number().int(), name: z.string(), position: z.string().nullish() })
  .transform(({ id, name, position }) => ({ id, name, position: position ?? '' }))
const usersSchema = z.union([z.array(userSchema), userSchema.transform((user) => [user])])

/** An app page without options gets '' or [] from the portal. */
const optionsSchema = z.record(z.string(), z.union([z.string(), z.number().transform(String)]))

function readOptions(options: unknown): Record<string, string> {
  const known = optionsSchema.safeParse(options)
  return known.success ? known.data : {}
}

function itemIdOf(options: Record<string, string>): number | null {
  const id = Number(options.ID)
  return Number.isInteger(id) && id > 0 ? id : null
}

/** Measures our own root, because the document is never lower than the frame and could not shrink it. */
function createFit(b24: B24Frame): () => void {
  let lastHeight = 0
  return () => {
    const height = Math.ceil(document.getElementById('app')?.getBoundingClientRect().height ?? 0)
    if (height === 0 || height === lastHeight) return
    lastHeight = height
    void b24.parent.message.send(MessageCommands.resizeWindow, {
      width: '100%',
      height,
      isSafely: true,
    })
  }
}

/** The portal tells what it keeps once, when the page opens; what is kept later is remembered here. */
function createKeeping(b24: B24Frame): Pick<Frame, 'kept' | 'keep'> {
  const sinceOpened = new Map<string, string>()
  return {
    kept: (name) => sinceOpened.get(name) ?? keptAtOpening(b24, name),
    keep(name, value) {
      sinceOpened.set(name, value)
      void b24.parent.message.send(MessageCommands.setUserOption, { name, value, isSafely: true })
    },
  }
}

function keptAtOpening(b24: B24Frame, name: string): string {
  try {
    return z.string().parse(b24.options.userGet(name))
  } catch {
    // The SDK throws for what was never kept.
    return ''
  }
}

const frameKey: InjectionKey<Frame> = Symbol('frame')

export function provideFrame(frame: Frame): void {
  provide(frameKey, frame)
}

/** @throws Error outside a page that is connected to its portal */
export function useFrame(): Frame {
  const frame = inject(frameKey)
  if (!frame) throw new Error('useFrame outside a connected page')
  return frame
}
