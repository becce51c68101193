import { z } from 'zod'

/** A part of the schema as JSON Schema shows it; an intersection has its parts in `allOf`. */
type Part = {
  allOf?: Part[]
  properties?: Record<string, { description?: string; default?: unknown; enum?: unknown[] }>
  required?: string[]
}

/** All settings as a table in Markdown, from the schema that reads them. */
export function settingsReference(schema: z.ZodType): string {
  const rows = partsOf(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Part,
  ).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, about]) => {
      const choices = about.enum
        ? `: ${about.enum.map((one) => `\`${String(one)}\``).join(', ')}`
        : ''
      const otherwise = required.includes(name) ? '**required**' : defaultOf(about.default)
      return `| \`${name}\` | ${about.description ?? ''}${choices} | ${otherwise} |`
    }),
  )
  return ['| variable | what | default |', '| --- | --- | --- |', ...rows].join('\n')
}

const partsOf = (part: Part): Part[] => (part.allOf ? part.allOf.flatMap(partsOf) : [part])

const defaultOf = (value: unknown): string =>
  value === undefined || value === '' ? 'none' : `\`${JSON.stringify(value).replaceAll('"', '')}\``
