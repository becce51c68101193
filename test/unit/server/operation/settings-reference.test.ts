import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../../../server/config.ts'
import { settingsReference } from '../../../../server/operation/settings-reference.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../server/SETTINGS.md'), 'utf8')

/** Tables apart from the width of their columns. */
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[\s|-]+$/.test(line))
    .map((line) => line.replace(/\s+/g, ' '))

describe('the reference of settings', () => {
  it('says what the schema says; `npm run settings` writes it', () => {
    const rows = rowsOf(settingsReference(settingsSchema))
    expect(rows.length).toBeGreaterThan(15)
    expect(rowsOf(page)).toEqual(rows)
  })

  it('says of each what it is for', () => {
    expect(rowsOf(page).filter((row) => /\| *\|/.test(row))).toEqual([])
  })
})
