import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')

/** Writes the page that verifies a saved history without network: one file, with everything inside. */
const [built] = [
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      lib: { entry: join(root, 'client/offline/verify-file.ts'), formats: ['es'] },
    },
  }),
].flat()
if (!built || !('output' in built)) throw new Error('Nothing was built')
const program = built.output[0].code.replaceAll('</script', String.raw`<\/script`)
const template = readFileSync(join(root, 'client/offline/page.html'), 'utf8')
const page = template.replace('/* program */', () => program)
const folder = join(root, 'dist/client/offline')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'verify.html'), page)
process.stderr.write(`verify.html: ${String(Math.round(Buffer.byteLength(page) / 1024))} KB\n`)
