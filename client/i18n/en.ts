import { type Words, wordsOfFiles } from './words.ts'

export const words = wordsOfFiles(
  import.meta.glob<Words>('./en/*.json', { eager: true, import: 'default' }),
)
