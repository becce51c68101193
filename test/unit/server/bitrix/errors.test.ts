import { AxiosError, AxiosHeaders } from 'axios'
import { describe, expect, it } from 'vitest'
import {
  BitrixError,
  outcomeOf,
  readRefusal,
  toBitrixError,
} from '../../../../server/bitrix/errors.ts'

const refusal = (status: number, error: unknown, error_description?: string) =>
  readRefusal('crm.item.add', { error, error_description }, status)!

describe('a refusal of the portal', () => {
  it.each([
    [503, 'QUERY_LIMIT_EXCEEDED', 'later', false],
    [429, 'OPERATION_TIME_LIMIT', 'later', false],
    [503, 'OVERLOAD_LIMIT', 'later', false],
    [500, 'INTERNAL_SERVER_ERROR', 'later', true],
    [500, 'ERROR_UNEXPECTED_ANSWER', 'later', true],
    [500, 'PORTAL_DELETED', 'later', false],
    [401, 'expired_token', 'refresh', false],
    [401, 'NO_AUTH_FOUND', 'refresh', false],
    [400, 'invalid_grant', 'refresh', false],
    [401, 'invalid_client', 'later', false],
    [400, 'PAYMENT_REQUIRED', 'later', false],
    [403, 'ACCESS_DENIED', 'later', false],
    [400, 'ACCESS_DENIED', 'never', false],
    [403, 'insufficient_scope', 'never', false],
    [400, 'NOT_FOUND', 'never', false],
    [400, '', 'never', false],
    // In a batch, without an HTTP status of its own.
    [400, 'INTERNAL_SERVER_ERROR', 'later', true],
    [502, 'SOMETHING_NEW', 'later', true],
  ])('HTTP %i %j: retry %s, uncertain %s', (status, code, retry, isUncertain) => {
    expect(refusal(status, code)).toMatchObject({ code, status, retry, isUncertain })
  })

  it.each([
    [403, 'ACCESS_DENIED', 'batch', true],
    [403, 'ACCESS_DENIED', 'event.offline.get', false],
    [400, 'ACCESS_DENIED', 'crm.item.add', false],
    [402, 'PAYMENT_REQUIRED', 'oauth/token/', true],
    [403, 'user_access_error', 'crm.item.list', true],
    [503, 'QUERY_LIMIT_EXCEEDED', 'batch', false],
  ])('HTTP %i %s of %s: is the whole portal closed to us? %s', (status, code, method, isClosed) => {
    expect(readRefusal(method, { error: code }, status)).toMatchObject({ isClosed })
  })

  it('tells how long to wait, and speaks in the portal’s words', () => {
    const error = refusal(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests')

    expect(error.retryAfterMs).toBe(1500)
    expect(error.message).toBe('Too many requests')
    expect(refusal(400, '', 'Доступ запрещён').message).toBe('Доступ запрещён')
    expect(refusal(400, 0).code).toBe('0')
    expect(refusal(400, { code: 'X', message: 'v3' })).toMatchObject({ code: 'X', message: 'v3' })
  })

  it('is not seen in an answer', () => {
    expect(readRefusal('m', { result: { error: 'no' } }, 200)).toBeUndefined()
    expect(readRefusal('m', Buffer.from('{"a":1}'), 200)).toBeUndefined()
    expect(readRefusal('m', Buffer.from('{"error":"x"}'), 200)?.code).toBe('x')
  })
})

describe('toBitrixError', () => {
  const config = { headers: new AxiosHeaders(), data: '{"auth":"secret-token"}', url: 'https://x/' }
  const failure = (code: string) => new AxiosError('failed', code, config)

  it.each([
    ['ECONNRESET', true],
    ['ETIMEDOUT', true],
    ['ERR_NETWORK', true],
    ['ENOTFOUND', false],
    ['ECONNREFUSED', false],
  ])('without an answer, %s: uncertain %s', (code, isUncertain) => {
    expect(toBitrixError('m', failure(code))).toMatchObject({ code, retry: 'later', isUncertain })
  })

  it('takes neither the request nor its token along', () => {
    const seen: unknown[] = []
    for (let error: unknown = toBitrixError('m', failure('ECONNRESET')); error instanceof Error;)
      [, error] = [seen.push(JSON.stringify(error), error.message, error.stack), error.cause]

    expect(seen.join()).not.toContain('secret-token')
  })

  it('leaves one of ours as it is', () => {
    const error = new BitrixError({ method: 'm', code: 'X', status: 400, message: '' })

    expect(toBitrixError('other', error)).toBe(error)
    expect(error.message).toBe('X')
  })
})

describe('what monitoring is told of a refusal', () => {
  const told = (code: string) => outcomeOf(refusal(400, code))

  it('is its code where that is known, else only the status, so that no portal adds words', () => {
    expect(told('QUERY_LIMIT_EXCEEDED')).toBe('QUERY_LIMIT_EXCEEDED')
    expect(told('MY_OWN_7')).toBe('HTTP_400')
    expect(told('Касса не открывается')).toBe('UNREADABLE_CODE')
    expect(refusal(400, 'Касса не открывается').code).toBe('UNREADABLE_CODE')
  })
})
