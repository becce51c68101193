import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Frame,
  type Locator,
  chromium,
} from 'playwright-core'
import { startEmulator } from '../portal/emulator.ts'
import { pageRoutes } from '../portal/page/page-routes.ts'
import { sessionUser } from '../portal/page/session-user.ts'
import { type Portal } from '../portal/types.ts'
import { chromiumArguments, chromiumPath } from '../tooling/find-chromium.ts'

export const admin = 1
export const accountant = 7

/** The browser of all stories. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: chromiumPath() ?? '',
    args: chromiumArguments,
  })
}

/**
 * One portal with an administrator and an accountant, the sample application (not installed yet)
 * and a page of a fresh browser. `close()` ends it all and gives the errors that the page has had.
 */
export async function openPortal(
  browser: Browser,
  appUrl: string,
  device: BrowserContextOptions = {},
) {
  const emulator = await startEmulator({
    clock: { now: () => Date.now() },
    app: {
      clientId: 'local.0000000000aaaa.00000001',
      clientSecret: 'sample-secret',
      url: appUrl,
      scope: ['crm', 'placement', 'userfieldconfig', 'user_brief', 'im'],
      code: 'sample.app',
      title: 'Пробное приложение',
    },
    portals: [
      {
        name: 'romashka',
        title: 'Ромашка',
        edition: 'box',
        users: [
          { id: admin, name: 'Ольга', lastName: 'Ромашкина', isAdmin: true },
          { id: accountant, name: 'Анна', lastName: 'Петрова', position: 'Бухгалтер' },
        ],
      },
    ],
    extraRoutes: [pageRoutes],
    sessionUser,
  })
  const portal = emulator.portal('romashka')
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...device })
  const errors = collectErrors(context)
  const page = await context.newPage()
  return {
    emulator,
    portal,
    page,
    hook: (name: string): Locator => page.locator(`[data-test="${name}"]`),
    visit: (path: string, userId: number) => page.goto(`${portal.url}${path}?user=${userId}`),
    /** The frame with the application, once its SDK has greeted the page. */
    appFrame: (name = 'app-frame') => startedFrame(page.locator(`[data-test="${name}"]`)),
    async close(): Promise<string[]> {
      await context.close()
      await emulator.close()
      return errors
    },
  }
}

export type OpenPortal = Awaited<ReturnType<typeof openPortal>>

function collectErrors(context: BrowserContext): string[] {
  const errors: string[] = []
  context.on('weberror', (error) => errors.push(error.error().message))
  return errors
}

async function startedFrame(element: Locator): Promise<Frame> {
  const handle = await element.elementHandle()
  const frame = await handle.contentFrame()
  if (frame === null) throw new Error('the element is no frame')
  await frame.waitForFunction('window.b24')
  return frame
}

export function installFinished(portal: Portal): void {
  portal.installApp(admin)
  portal.finishInstall(admin)
}

/** A REST call of the administrator that has to succeed; gives its `result`. */
export async function callAsAdmin(
  portal: Portal,
  method: string,
  params: Record<string, unknown>,
): Promise<Record<string, Record<string, unknown>>> {
  const { body } = await portal.callAsUser(admin, method, params)
  if ('error' in body) throw new Error(`${method}: ${JSON.stringify(body)}`)
  return body['result'] as Record<string, Record<string, unknown>>
}

/** A smart process with one item, and the application in a tab of its card. */
export async function seedCard(portal: Portal, appUrl: string) {
  installFinished(portal)
  const fields = { title: 'Обращения SLA', isStagesEnabled: 'Y' }
  const { type } = await callAsAdmin(portal, 'crm.type.add', { fields })
  const { id: typeId, entityTypeId } = type as { id: number; entityTypeId: number }
  const shopField = `UF_CRM_${typeId}_SHOP`
  await callAsAdmin(portal, 'userfieldconfig.add', {
    moduleId: 'crm',
    field: {
      entityId: `CRM_${typeId}`,
      fieldName: shopField,
      userTypeId: 'string',
      editFormLabel: { ru: 'Магазин' },
    },
  })
  const { item } = await callAsAdmin(portal, 'crm.item.add', {
    entityTypeId,
    useOriginalUfNames: 'Y',
    fields: { title: 'Касса молчит', [shopField]: 'На Садовой' },
  })
  await bindTab(portal, entityTypeId, appUrl)
  const { id } = item as { id: number }
  const section = `/crm/type/${entityTypeId}`
  return {
    entityTypeId,
    id,
    shopField,
    list: `${section}/list/`,
    card: `${section}/details/${id}/`,
  }
}

async function bindTab(portal: Portal, entityTypeId: number, appUrl: string): Promise<void> {
  const { accessToken: auth } = portal.issueTokens(admin)
  const PLACEMENT = `CRM_DYNAMIC_${entityTypeId}_DETAIL_TAB`
  const answer = await fetch(`${portal.url}/rest/placement.bind`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth, PLACEMENT, HANDLER: `${appUrl}/tab`, TITLE: 'Сроки' }),
  })
  if (!answer.ok) throw new Error(`placement.bind: ${await answer.text()}`)
}
