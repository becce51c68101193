/** What a template may name in braces; as people write it. */
export const templateVariables = [
  'номер',
  'тема',
  'клиент',
  'контактное лицо',
  'критичность',
  'реакция до',
  'обновление до',
  'исполнитель',
] as const
export type TemplateVariable = (typeof templateVariables)[number]

export type TemplateValues = Record<TemplateVariable, string>

export type FilledTemplate = {
  text: string
  /** In braces, but no variable: they stay in the text as they are. */
  unknown: string[]
  /** Variables that have no value now, as a due that does not run; they stay too. */
  empty: string[]
}

/** A template with its variables filled in, whatever letter case and spaces they are written with. Pure. */
export function fillTemplate(template: string, values: TemplateValues): FilledTemplate {
  const unknown = new Set<string>()
  const empty = new Set<string>()
  const text = template.replace(/\{([^{}\n]+)\}/g, (whole, inner: string) => {
    const name = inner.replace(/\s+/g, ' ').trim().toLowerCase()
    const variable = templateVariables.find((one) => one === name)
    if (!variable) unknown.add(whole)
    else if (values[variable] === '') empty.add(whole)
    else return values[variable]
    return whole
  })
  return { text, unknown: [...unknown], empty: [...empty] }
}
