import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { words as english } from '../../../../client/i18n/en.ts'
import { createWords } from '../../../../client/i18n/index.ts'
import { words as russian } from '../../../../client/i18n/ru.ts'
import { errorCodeSchema } from '../../../../shared/api/errors.ts'
import { setupStepKeys } from '../../../../shared/api/setup.ts'

const keysOf = (words: object, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value as object, `${path}${key}.`) : [`${path}${key}`],
  )

describe('words', () => {
  it('are the same in Russian and English, key by key', () => {
    const keys = keysOf(russian).sort()
    expect(keys.length).toBeGreaterThan(100)
    expect(keysOf(english).sort()).toEqual(keys)
  })

  it.each(['ru', 'en'])('in %s of two files never have one name, where one would win', (locale) => {
    const folder = join(import.meta.dirname, '../../../../client/i18n', locale)
    const names = readdirSync(folder).flatMap((file) =>
      Object.keys(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object),
    )
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name, place) => names.indexOf(name) < place)).toEqual([])
  })

  it('say every error that the server or the page may name', () => {
    const keys = new Set(keysOf(russian))
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
    const keys = new Set(keysOf(russian))
    expect(setupStepKeys.filter((key) => !keys.has(`setup.steps.${key}`))).toEqual([])
  })

  it.each([
    [1, '1 лицо'],
    [3, '3 лица'],
    [5, '5 лиц'],
    [11, '11 лиц'],
    [21, '21 лицо'],
  ])('count %i as Russian does: %s', (count, expected) => {
    expect(createWords('ru', russian).global.t('contracts.personCount', count)).toBe(expected)
  })

  it('are all readable by the message compiler', () => {
    for (const [locale, words] of [
      ['ru', russian],
      ['en', english],
    ] as const) {
      const { t } = createWords(locale, words).global
      for (const key of keysOf(words)) expect(t(key, 1), key).not.toBe('')
    }
  })
})
