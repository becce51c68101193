import { describe, expect, it } from 'vitest'
import { basketSaving } from '../../../../shared/billing/basket-saving.ts'

/** §8: «накопить вопросы» or ask «онлайн». */
describe('saving of the basket', () => {
  it.each([
    [0, 0, 0, 0],
    [1, 20, 20, 0],
    [2, 40, 20, 20],
    [5, 100, 20, 80],
  ])(
    '%i questions: %i minutes apart, %i together',
    (count, apartMinutes, togetherMinutes, saved) => {
      expect(basketSaving(count, 20)).toEqual({
        apartMinutes,
        togetherMinutes,
        savedMinutes: saved,
      })
    },
  )

  it('a contract without a minimum saves nothing', () => {
    expect(basketSaving(3, 0).savedMinutes).toBe(0)
  })
})
