import { expect, it } from 'vitest'
import { BitrixError } from '../../../../server/bitrix/errors.ts'
import { backOffMs } from '../../../../server/jobs/back-off.ts'

const limit = (code: string, status: number) =>
  new BitrixError({ method: 'crm.item.get', code, status, message: '' })

it.each([
  [0, new Error('gone'), 1000],
  [3, new Error('gone'), 8000],
  [20, new Error('gone'), 600_000],
  [0, limit('QUERY_LIMIT_EXCEEDED', 503), 1500],
  [0, limit('OPERATION_TIME_LIMIT', 429), 60_000],
  [9, limit('OPERATION_TIME_LIMIT', 429), 512_000],
])('after %i attempts and %s waits %i ms', (attempts, error, ms) => {
  expect(backOffMs(attempts, error)).toBe(ms)
})
