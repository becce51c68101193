import type { FrameLocator, Page } from 'playwright-core'
import { hook } from '../e2e/open-window.ts'
import { press } from '../e2e/press.ts'
import type { World } from '../support/start-world.ts'
import type { Card } from './partner-screens.ts'
import { admin, type Screen } from './screens.ts'

/** Presses and types until the screen shows what it is about. */
export async function reach(app: FrameLocator, screen: Screen | Card): Promise<void> {
  const { presses = [], types = {}, thenPresses = [], sees } = screen
  for (const name of presses) await press(app, name)
  for (const [name, text] of Object.entries(types)) await hook(app, name).fill(text)
  for (const name of thenPresses) await press(app, name)
  await hook(app, sees).first().waitFor()
}

/** Address of the smart process's list in a portal. */
export async function listPath(world: World, portal: Card['portal']): Promise<string> {
  const { body } = await world[portal].callAsUser(admin, 'crm.type.list', {})
  const { types } = body.result as { types: { entityTypeId: number }[] }
  return `${world[portal].url}/crm/type/${String(types[0]?.entityTypeId)}/list/`
}

/** Opens the tab in the card of an item of the list, the newest by default. */
export async function openCardTab(page: Page, title = ''): Promise<void> {
  await hook(page, 'item-row').filter({ hasText: title }).first().click()
  await hook(page, 'tab-0').click()
}
