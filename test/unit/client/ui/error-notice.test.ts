// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../../client/api/api-error.ts'
import { PortalRefusal } from '../../../../client/bitrix/portal-refusal.ts'
import ErrorNotice from '../../../../client/ui/ErrorNotice.vue'
import { byTest, mountPage } from '../mount-page.ts'

const noticeOf = (error: unknown) => mountPage(ErrorNotice, { props: { error } }).page.text()

describe('error notice', () => {
  it('says a refusal of the server in our words, never in the server’s', () => {
    const text = noticeOf(new ApiError('conflict', undefined, { message: 'technical text' }))
    expect(text).toContain('Данные уже изменились')
    expect(text).not.toContain('technical')
  })

  it.each([
    new PortalRefusal('ACCESS_DENIED', 'Нет прав на смарт-процесс'),
    new ApiError('portalRefused', undefined, { message: 'Нет прав на смарт-процесс' }),
  ])('quotes the portal when it was the portal that refused: %s', (error) => {
    expect(noticeOf(error)).toContain('Ответ портала: Нет прав на смарт-процесс')
  })

  it('has words for a failure that nobody foresaw, and keeps its text to itself', () => {
    const text = noticeOf(new TypeError('x is undefined'))
    expect(text).toContain('Что-то сломалось у нас')
    expect(text).not.toContain('undefined')
  })

  it('offers to repeat only where that is possible', async () => {
    const error = new ApiError('offline')
    const still = mountPage(ErrorNotice, { props: { error } }).page
    expect(byTest(still, 'retry').exists()).toBe(false)
    let repeats = 0
    const onRetry = () => (repeats += 1)
    const { page } = mountPage(ErrorNotice, { props: { error, canRetry: true, onRetry } })
    await byTest(page, 'retry').trigger('click')
    expect(repeats).toBe(1)
  })
})
