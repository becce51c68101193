import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** What every adapter may know besides its own folder and the domain. */
const adapter = [
  'server/errors.ts',
  'server/log.ts',
  'server/config.ts',
  'server/incoming-mail-config.ts',
  'shared/',
]

/** Folder → what it may import, as path prefixes. The longest matching folder wins. */
const allowed: Record<string, string[]> = {
  'shared/': ['shared/'],
  'client/': ['client/', 'shared/'],
  'client/features/': ['client/api/', 'client/bitrix/', 'client/ui/', 'client/i18n/', 'shared/'],
  // The one feature that puts the others together.
  'client/features/home/': ['client/', 'shared/'],
  'server/': ['server/', 'shared/'],
  'server/usecases/': [
    'server/db/',
    'server/bitrix/',
    'server/mail/',
    'server/documents/',
    'server/errors.ts',
    'server/keyed-lock.ts',
    'server/same-secret.ts',
    'shared/',
  ],
  'server/http/': [
    'server/usecases/',
    'server/db/',
    'server/bitrix/wire.ts',
    'server/errors.ts',
    'shared/',
  ],
  'server/jobs/': [
    'server/usecases/',
    'server/db/',
    'server/bitrix/',
    'server/mail/',
    'server/operation/',
    'server/errors.ts',
    'server/retention-config.ts',
    'shared/',
  ],
  'server/bitrix/': adapter,
  'server/mail/': [...adapter, 'server/same-secret.ts'],
  'server/documents/': adapter,
  'server/db/': [...adapter, 'server/secret-box.ts'],
  'test/portal/': ['test/portal/'],
}

/** Rooms that may know an adapter's types, never its values: those come through their deps. */
const typesOnly: Record<string, string[]> = {
  'server/usecases/': [
    'server/db/',
    'server/bitrix/',
    'server/mail/',
    'server/documents/',
    'server/keyed-lock.ts',
  ],
  'server/jobs/': [
    'server/db/',
    'server/bitrix/',
    'server/mail/',
    'server/operation/',
    'server/retention-config.ts',
  ],
  'server/http/': ['server/db/'],
}

const folders = Object.keys(allowed).sort((a, b) => b.length - a.length)
const own = (file: string) => dirname(file) + '/'

const files = ['shared', 'client', 'server', 'test/portal'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|vue)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name)),
)

type Import = { path: string; isType: boolean }

const importsOf = (file: string): Import[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export)\s+(type\s)?[^'"]*?['"](\.[^'"]+)['"]/gms,
    ),
  ].map(([, type, path = '']) => ({
    path: relative(root, join(root, dirname(file), path)),
    isType: type !== undefined,
  }))

const folderOf = (file: string, table: Record<string, string[]>) =>
  Object.keys(table)
    .sort((a, b) => b.length - a.length)
    .find((name) => file.startsWith(name))

describe('imports', () => {
  it('are looked for in every room', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(importsOf('server/app.ts').length).toBeGreaterThan(10)
  })

  it.each(files)('of %s stay within what its folder may use', (file) => {
    const folder = folders.find((name) => file.startsWith(name)) ?? ''
    const prefixes = [...(allowed[folder] ?? []), folder, own(file)]
    const trespasses = importsOf(file).filter(
      ({ path }) => !prefixes.some((name) => path.startsWith(name)),
    )
    expect(trespasses).toEqual([])
  })

  it.each(files.filter((file) => folderOf(file, typesOnly) !== undefined))(
    'of %s take only types from the adapters',
    (file) => {
      const adapters = typesOnly[folderOf(file, typesOnly) ?? ''] ?? []
      const values = importsOf(file).filter(
        ({ path, isType }) => !isType && adapters.some((name) => path.startsWith(name)),
      )
      expect(values).toEqual([])
    },
  )
})
