/** Stands above the history in our mails, so that an answer's own words can be told from it. */
export const answerMarks = {
  ru: 'Ответьте выше этой строки',
  en: 'Please reply above this line',
} as const

export const isAnswerMark = (line: string): boolean =>
  Object.values(answerMarks).some((mark) => line.toLowerCase().includes(mark.toLowerCase()))
