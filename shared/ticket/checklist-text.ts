/** The questions of a basket as the description of one ticket: numbered, each with its author. */
export const checklistText = (questions: readonly { text: string; author: string }[]): string =>
  questions
    .map(({ text, author }, index) => `${String(index + 1)}. ${text.trim()}\n(${author})`)
    .join('\n\n')
