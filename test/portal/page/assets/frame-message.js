/**
 * Reads what an application posts to the portal page: `cmd[:json]:callbackId:appSid`. The JSON may
 * hold colons, so the text is read from its end. Commands whose own name holds a colon come as an
 * object instead. @returns null for anything else
 */
export function parseFrameMessage(data) {
  if (typeof data === 'string') return parseText(data)
  if (typeof data?.method !== 'string') return null
  const { method: command, params, callback, appSid } = data
  return { command, params, callback, appSid }
}

function parseText(text) {
  const afterCommand = text.indexOf(':')
  const beforeSid = text.lastIndexOf(':')
  const beforeCallback = text.lastIndexOf(':', beforeSid - 1)
  if (afterCommand < 1 || beforeCallback < afterCommand) return null
  return {
    command: text.slice(0, afterCommand),
    params: parseParams(text.slice(afterCommand + 1, Math.max(beforeCallback, afterCommand + 1))),
    callback: text.slice(beforeCallback + 1, beforeSid),
    appSid: text.slice(beforeSid + 1),
  }
}

/** Commands of a single option send a bare text instead of JSON. */
function parseParams(text) {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What the portal page answers: `callbackId:json`, or `callbackId:` for an empty payload. */
export function formatFrameAnswer(callback, payload) {
  return `${callback}:${payload === undefined ? '' : JSON.stringify(payload)}`
}
