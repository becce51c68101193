import { robotSpec } from '../../shared/automation/robots.ts'
import type { Side } from '../../shared/sla/history.ts'
import { type Language, verbatim, type Words } from '../../shared/words/language.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { RobotCallRecord } from '../db/robot-calls-store.ts'
import { robotTexts } from './robot-texts.ts'

/** What the automation gets back, by the names of the robot's return values. */
export type RobotValues = Record<string, string>

/** A robot cannot do what it was asked to; the message is for whoever set it up. */
export class RobotRefusal extends Error {
  override readonly name = 'RobotRefusal'

  readonly words: Words

  constructor(words: Words, options?: ErrorOptions) {
    super(words.en, options)
    this.words = words
  }
}

/** Tells the automation that waits; one that does not is told nothing. */
export function resultRows(
  call: RobotCallRecord,
  { role: side, language }: { role: Side; language: Language },
  values: RobotValues,
): NewOutboxRow[] {
  if (!call.waits) return []
  const { memberId, token: eventToken } = call
  const error = values.error ?? ''
  const log = error === '' ? robotTexts.done(values.number ?? '')[language] : error
  return [
    {
      memberId,
      ticketId: '',
      key: `robot:${memberId}:${eventToken}`,
      effect: { kind: 'robotResult', side, eventToken, values: { ...values, error }, log },
    },
  ]
}

/** What a setting is called where the robot is set up. */
export const settingOf = ({ code }: RobotCallRecord, key: string): Words =>
  robotSpec(code)?.properties[key]?.name ?? verbatim(key)

/** A portal user as automations write him: `user_7`, `7` or `Иван Петров [7]`. */
export function userIdIn(value: string | undefined): number | undefined {
  const id = /^(?:user_)?(\d+)$|\[(\d+)\]$/.exec(value?.trim() ?? '')
  return id ? Number(id[1] ?? id[2]) : undefined
}

/** @throws RobotRefusal when the setting is empty */
export function requiredText(call: RobotCallRecord, key: string): string {
  const text = call.properties[key]?.trim() ?? ''
  if (text === '') throw new RobotRefusal(robotTexts.empty(settingOf(call, key)))
  return text
}

/** @throws RobotRefusal unless the setting is a whole number up to `most` */
export function minutesIn(call: RobotCallRecord, key: string, most: number): number {
  const minutes = Number(call.properties[key] ?? '')
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > most)
    throw new RobotRefusal(robotTexts.badMinutes(settingOf(call, key), most))
  return minutes
}

/** @throws RobotRefusal when the setting names nobody */
export function requiredUser(call: RobotCallRecord, key: string): number {
  const userId = userIdIn(call.properties[key])
  if (userId === undefined) throw new RobotRefusal(robotTexts.nobodyChosen(settingOf(call, key)))
  return userId
}
