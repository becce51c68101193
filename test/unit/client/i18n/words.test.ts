import { describe, expect, it } from 'vitest'
import { createWords, wordsOf } from '../../../../client/i18n/index.ts'
import { errorCodeSchema } from '../../../../shared/api/errors.ts'
import { setupStepKeys } from '../../../../shared/api/setup.ts'

const keysOf = (words: object, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value as object, `${path}${key}.`) : [`${path}${key}`],
  )

describe('words', () => {
  it('are the same in Russian and English, key by key', () => {
    const russian = keysOf(wordsOf('ru')).sort()
    expect(russian.length).toBeGreaterThan(100)
    expect(keysOf(wordsOf('en')).sort()).toEqual(russian)
  })

  it('say every error that the server or the page may name', () => {
    const keys = new Set(keysOf(wordsOf('ru')))
    const codes = [
      ...errorCodeSchema.options,
      ...['offline', 'unreadable', 'reloadNeeded', 'notInPortal', 'portalSilent'],
    ]
    for (const code of codes)
      expect([keys.has(`errors.${code}.title`), keys.has(`errors.${code}.advice`)], code).toEqual([
        true,
        true,
      ])
  })

  it('name every step of set-up', () => {
    const keys = new Set(keysOf(wordsOf('ru')))
    expect(setupStepKeys.filter((key) => !keys.has(`setup.steps.${key}`))).toEqual([])
  })

  it.each([
    [1, '1 лицо'],
    [3, '3 лица'],
    [5, '5 лиц'],
    [11, '11 лиц'],
    [21, '21 лицо'],
  ])('count %i as Russian does: %s', (count, expected) => {
    expect(createWords('ru').global.t('contracts.personCount', count)).toBe(expected)
  })

  it('are all readable by the message compiler', () => {
    for (const locale of ['ru', 'en'] as const) {
      const { t } = createWords(locale).global
      for (const key of keysOf(wordsOf(locale))) expect(t(key, 1), key).not.toBe('')
    }
  })
})
