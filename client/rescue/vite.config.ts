import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const jsonSchema = /zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/
const exported = /^export (?:const|function) (\w+)/gm

/** A tenth of the page would be zod's making of JSON schemas, which nobody asks for here. */
const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  transform(code, id) {
    if (!jsonSchema.test(id)) return null
    const names = [...code.matchAll(exported)].map(([, name = '']) => name)
    const empty = names.map((name) => `export const ${name} = () => undefined`)
    if (names.includes('processSchema')) empty.push('export { processSchema as process }')
    return { code: empty.join('\n'), map: null }
  },
}

const page = (name: string) => `${import.meta.dirname}/${name}.html`

/** Pages of their own, so that nothing of the app's weight comes with it. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/rescue/',
  cacheDir: '../../node_modules/.vite/rescue',
  plugins: [withoutJsonSchema, vue({ features: { optionsAPI: false } })],
  build: {
    ...{ outDir: '../../dist/rescue', emptyOutDir: true, modulePreload: { polyfill: false } },
    rolldownOptions: { input: [page('index'), page('confirm'), page('local-app')] },
  },
})
