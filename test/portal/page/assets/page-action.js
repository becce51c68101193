/* global fetch */

/**
 * Asks the portal's server: `POST /_page/{name}`.
 * @returns `result` of the answer, or the whole answer with `isWhole`
 * @throws Error with the server's text and its `code`
 */
export async function pageAction(name, body, { isWhole = false } = {}) {
  const response = await fetch(`/_page/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  if ('error' in answer) {
    const error = new Error(answer.error_description || answer.error || 'Портал не ответил')
    error.code = String(answer.error)
    throw error
  }
  return isWhole ? answer : answer.result
}
