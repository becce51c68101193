import { z } from 'zod'

const seconds = (byDefault: number, fewest: number) =>
  z.coerce
    .number()
    .int()
    .min(fewest)
    .max(600)
    .default(byDefault)
    .transform((value) => value * 1000)

/** How the process ends when it is asked to. */
export const stopSchema = z
  .object({
    STOP_NOTICE_SECONDS: seconds(5, 0).describe(
      'how long it goes on serving after SIGTERM, with `/ready` at 503, until the proxy has noticed; 0 where no other replica takes over',
    ),
    STOP_LIMIT_SECONDS: seconds(30, 1).describe(
      'how long requests and jobs under way may take after that; what is unfinished then is taken up at the next start',
    ),
  })
  .transform((value) => ({
    stop: { noticeMs: value.STOP_NOTICE_SECONDS, limitMs: value.STOP_LIMIT_SECONDS },
  }))

export type StopConfig = Readonly<z.infer<typeof stopSchema>['stop']>
