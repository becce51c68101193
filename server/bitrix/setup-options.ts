import { z } from 'zod'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import { type Language, languageOf } from '../../shared/words/language.ts'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'

/** Leaves our place with the portal, so that an open tab can file while we are away. */
export async function setUpOptions(client: PortalClient, place: Place, side: Side): Promise<void> {
  await client.run({
    method: 'app.option.set',
    params: { options: { place: JSON.stringify(place), side } },
    read: () => null,
  })
}

/** Our app's name in addresses of the portal; a local app's is its client id. */
export function readAppCode(): Command<string> {
  return {
    method: 'app.info',
    params: {},
    read: (result) => z.object({ CODE: z.string() }).parse(result).CODE,
  }
}

/** In which the portal itself speaks, whichever of its people is asked. */
export function readLanguage(): Command<Language> {
  return {
    method: 'app.info',
    params: {},
    read: (result) => languageOf(z.object({ LANGUAGE_ID: z.string() }).parse(result).LANGUAGE_ID),
  }
}
