import { z } from 'zod'

const days = (byDefault: number, fewest = 1) =>
  z.coerce.number().int().min(fewest).max(36_500).default(byDefault)

/** How long what is kept, in days. */
export const retentionSchema = z
  .object({
    KEEP_MAIL_DAYS: days(90).describe('mails that went out, and the bytes of those that came in'),
    KEEP_HELD_MAIL_DAYS: days(90).describe('mails that came in and were not let in'),
    KEEP_SENT_DAYS: days(90, 7).describe(
      'words of what was delivered to portals; that it was delivered stays known, so that nothing is repeated',
    ),
    KEEP_WEBHOOK_DAYS: days(30, 2).describe('log of webhooks, with what was sent'),
    KEEP_ROBOT_CALL_DAYS: days(90, 7).describe('calls of robots'),
    KEEP_AUDIT_DAYS: days(1825, 30).describe('log of changes'),
    KEEP_ENDED_CONTRACT_DAYS: days(0, 0).describe(
      'a contract after its end, with tickets, histories, persons and statements; 0: until an administrator erases it',
    ),
  })
  .transform((value) => ({
    keepDays: {
      mail: value.KEEP_MAIL_DAYS,
      heldMail: value.KEEP_HELD_MAIL_DAYS,
      sent: value.KEEP_SENT_DAYS,
      webhooks: value.KEEP_WEBHOOK_DAYS,
      robotCalls: value.KEEP_ROBOT_CALL_DAYS,
      audit: value.KEEP_AUDIT_DAYS,
      endedContract: value.KEEP_ENDED_CONTRACT_DAYS,
    },
  }))

export type KeepDays = Readonly<z.infer<typeof retentionSchema>['keepDays']>
