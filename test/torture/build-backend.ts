import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** One file out of the backend's sources, so that it is up again within a second. @returns its path */
export async function buildBackend(): Promise<string> {
  await build({
    configFile: false,
    root: pathOf('../..'),
    logLevel: 'warn',
    build: {
      ssr: pathOf('backend.ts'),
      // Beside the pages, where a built server looks for them.
      outDir: pathOf('../../dist/torture'),
      emptyOutDir: false,
      target: 'node20',
    },
  })
  return pathOf('../../dist/torture/backend.js')
}
