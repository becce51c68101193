import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { settingsSchema } from '../../server/config.ts'
import { settingsReference } from '../../server/operation/settings-reference.ts'

/** Writes the reference of all settings into its page: `npm run settings`. */
const page = new URL('../../server/SETTINGS.md', import.meta.url)
const [before = ''] = readFileSync(page, 'utf8').split('| variable')
const text = `${before}${settingsReference(settingsSchema)}\n`
writeFileSync(page, await format(text, { parser: 'markdown', printWidth: 100 }))
