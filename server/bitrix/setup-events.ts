import { z } from 'zod'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { bxBool, bxText } from './rest-values.ts'
import { runAllOrFail } from './run-all-or-fail.ts'

const names = [
  'ONCRMDYNAMICITEMADD',
  'ONCRMDYNAMICITEMUPDATE',
  'ONCRMDYNAMICITEMDELETE',
  'ONCRMTIMELINECOMMENTADD',
  'ONCRMTIMELINECOMMENTUPDATE',
  'ONCRMTIMELINECOMMENTDELETE',
  'ONAPPUPDATE',
  'ONAPPUNINSTALL',
]

type Handler = { event: string; handler: string; authType: string }

/** Binds what we want to hear of; handlers at an earlier address of ours go. */
export async function setUpEvents(client: PortalClient, handler: string): Promise<void> {
  const present = await client.run(listHandlers())
  const missing = names.filter(
    (name) => !present.some((one) => one.event === name && one.handler === handler),
  )
  const stale = present.filter((one) => one.handler !== handler || !names.includes(one.event))
  await runAllOrFail(client, [...stale.map(unbind), ...missing.map((name) => bind(name, handler))])
}

const handlerSchema = z.object({
  event: z.string(),
  handler: bxText,
  auth_type: bxText,
  offline: bxBool,
})

/** Online handlers of our own app. */
function listHandlers(): Command<Handler[]> {
  return {
    method: 'event.get',
    params: {},
    read: (result) =>
      z
        .array(handlerSchema)
        .parse(result)
        .filter(({ offline }) => !offline)
        .map((one) => ({
          event: one.event.toUpperCase(),
          handler: one.handler,
          authType: one.auth_type,
        })),
  }
}

function bind(event: string, handler: string): Command<null> {
  return { method: 'event.bind', params: { event, handler }, read: () => null }
}

function unbind({ event, handler, authType }: Handler): Command<null> {
  return {
    method: 'event.unbind',
    params: { event, handler, auth_type: authType },
    read: () => null,
  }
}
