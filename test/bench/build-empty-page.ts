import { join } from 'node:path'
import b24ui from '@bitrix24/b24ui-nuxt/vite'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'

const root = join(import.meta.dirname, 'empty-page')

/** A page with one button of the kit and nothing else, built as our own client is. */
export async function buildEmptyPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root,
    cacheDir: join(outDir, 'cache'),
    logLevel: 'error',
    plugins: [
      vue(),
      b24ui({
        router: false,
        colorMode: false,
        prose: false,
        mdc: false,
        experimental: { componentDetection: true },
        autoImport: { dts: false },
        components: { dts: false },
      }),
    ],
    build: { outDir, emptyOutDir: true },
  })
}
