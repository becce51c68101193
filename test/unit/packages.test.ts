import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '../..')
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))
const versions = z.record(z.string(), z.string())
const wanted = z
  .object({ dependencies: versions, devDependencies: versions })
  .parse(read('package.json'))
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().default(false),
      integrity: z.string().optional(),
      deprecated: z.string().optional(),
      hasInstallScript: z.boolean().default(false),
    }),
  ),
})
const locked = Object.entries(lockSchema.parse(read('package-lock.json')).packages)
  .filter(([path]) => path !== '')
  .map(([path, facts]) => ({ name: path.replace(/^.*node_modules\//, ''), ...facts }))

/** What SECURITY.md says of other people's code, as far as it can be known without the network. */
describe('packages of others', () => {
  it('are wanted in one exact version each', () => {
    const all = Object.values({ ...wanted.dependencies, ...wanted.devDependencies })
    expect(all.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([])
  })

  it('are installed only as they were when they were chosen, and none is given up by its authors', () => {
    expect(locked.length).toBeGreaterThan(100)
    expect(locked.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([])
    expect(locked.filter(({ deprecated }) => deprecated !== undefined)).toEqual([])
  })

  it('run nothing when they are installed for production, but for the database that is compiled', () => {
    const running = locked.filter(({ dev, hasInstallScript }) => hasInstallScript && !dev)
    expect(running.map(({ name }) => name)).toEqual(['better-sqlite3'])
  })
})
