import type { Command } from './command.ts'

/** An element of CRM that has stages. */
export type TriggerOwner = { entityTypeId: number; itemId: number }

/** The portal moves the element when an administrator has put the trigger on a stage. */
export function executeTrigger(
  code: string,
  { entityTypeId, itemId }: TriggerOwner,
): Command<null> {
  return {
    method: 'crm.automation.trigger.execute',
    params: { CODE: code, OWNER_TYPE_ID: entityTypeId, OWNER_ID: itemId },
    read: () => null,
  }
}
