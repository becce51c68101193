import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { createDatabase, startDatabaseServer } from './start-database-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { url: string } | { problem: string }
  }
}

/** One PostgreSQL for all tests of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const { url, stop } = await startDatabaseServer()
    project.provide('postgres', { url })
    return stop
  } catch (error) {
    // Only tests that need it fail, and say why.
    project.provide('postgres', { problem: error instanceof Error ? error.message : String(error) })
    return () => Promise.resolve()
  }
}

/** A new, empty database. @returns its address for DATABASE_URL */
export function startDatabase(): Promise<string> {
  const postgres = inject('postgres')
  if ('problem' in postgres) throw new Error(postgres.problem)
  return createDatabase(postgres.url)
}
