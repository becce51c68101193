import type { Command } from './command.ts'

/** Tells an automation that waits for a robot of ours what became of it. */
export function sendRobotResult(
  eventToken: string,
  values: Record<string, string>,
  log: string,
): Command<null> {
  return {
    method: 'bizproc.event.send',
    params: { event_token: eventToken, return_values: values, log_message: log },
    read: () => null,
  }
}
