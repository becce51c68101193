/** While an answer is awaited, whoever asks the same waits for it too; then it is asked anew. */
export function askedTogether<Question extends readonly [string, ...(string | number)[]], Answer>(
  ask: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  const awaited = new Map<string, Promise<Answer>>()
  return (...question) => {
    const key = JSON.stringify(question)
    const known = awaited.get(key)
    if (known) return known
    const answer = ask(...question).finally(() => awaited.delete(key))
    awaited.set(key, answer)
    return answer
  }
}
