const delimiter = /^\s*--\s*$/
const closing =
  /^\s*(с уважением|с наилучшими пожеланиями|всего доброго|best regards|kind regards|regards|sincerely)\s*(,.*|[.!])?$/iu
const device =
  /^\s*(отправлено (с|из) |отправлено через |sent from |получить outlook |get outlook |скачать outlook )/iu
/** A farewell further up is part of what somebody says. */
const longestSignature = 8

/** The lines above a signature: below «-- », a farewell near the end, or what a phone adds. */
export function cutSignature(lines: readonly string[]): string {
  const written = lines.reduce((count, line) => count + (line.trim() === '' ? 0 : 1), 0)
  let seen = 0
  const end = lines.findIndex((line) => {
    if (line.trim() === '') return false
    seen += 1
    const isNearEnd = written - seen < longestSignature
    return delimiter.test(line) || (isNearEnd && (closing.test(line) || device.test(line)))
  })
  return (end === -1 ? lines : lines.slice(0, end)).join('\n')
}
