import b24ui from '@bitrix24/b24ui-nuxt/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const isTest = process.env.VITEST !== undefined

// No colour mode: it would follow the operating system and go dark inside a light portal.
const client = [
  vue(),
  b24ui({
    router: false,
    colorMode: false,
    prose: false,
    // On by default, and would bring every component for written pages into the first load.
    mdc: false,
    experimental: { componentDetection: true },
    // The committed type files are those of the build; test runs have other roots.
    autoImport: { dts: !isTest },
    components: { dts: !isTest },
  }),
]

export default defineConfig({
  root: 'client',
  base: '/',
  cacheDir: '../node_modules/.vite',
  plugins: client,
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1200,
    // What the first picture needs in one file, and not in twenty.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
    },
  },
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          root: '.',
          include: ['test/unit/**/*.test.ts'],
          exclude: ['test/unit/client/**'],
          testTimeout: 30_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'client',
          root: '.',
          include: ['test/unit/client/**/*.test.ts'],
          testTimeout: 30_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          root: '.',
          globalSetup: ['test/support/start-database.ts'],
          include: ['test/integration/**/*.test.ts', 'test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          root: '.',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
