export type Words = { [key: string]: string | Words }

/** All files of a language as one. Every feature has a file of its own with keys of its own. */
export const wordsOfFiles = (files: Record<string, Words>): Words =>
  Object.assign({}, ...Object.values(files)) as Words
