import { type Words, wordsOfFiles } from './words.ts'

export const words = wordsOfFiles(
  import.meta.glob<Words>('./ru/*.json', { eager: true, import: 'default' }),
)
