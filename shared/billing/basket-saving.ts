/** What one ticket for many questions saves, in billed minutes of the least possible work. */
export type BasketSaving = {
  /** A ticket for each question, «онлайн»: each costs the minimum. */
  apartMinutes: number
  /** One ticket for all of them: one minimum. */
  togetherMinutes: number
  savedMinutes: number
}

/**
 * §8: the minimum is counted once per ticket, so that questions which are sent together pay it once.
 *
 * @param questions how many, not negative
 * @param minimumMinutes of the tariff, whole
 */
export function basketSaving(questions: number, minimumMinutes: number): BasketSaving {
  const apartMinutes = questions * minimumMinutes
  const togetherMinutes = Math.min(questions, 1) * minimumMinutes
  return { apartMinutes, togetherMinutes, savedMinutes: apartMinutes - togetherMinutes }
}
