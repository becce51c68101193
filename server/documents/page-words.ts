/** Words of our pages by their keys, with values in place of their names in braces; PT Sans has no arrow. */
export const wordsOf =
  (words: Record<string, string>) =>
  (key: string, values: Record<string, unknown> = {}): string =>
    (words[key] ?? key)
      .replaceAll('→', '–')
      .replaceAll(/\{(\w+)\}/g, (_all, name: string) => said(values[name]))

const said = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
