/* global document, setTimeout */

const EVERY_MS = 1500

/**
 * Calls `load` now and again and again; a hidden tab rests and refreshes when it is seen again.
 * A failed call is told to `onError`, and the next one is made all the same.
 * @returns a function that makes one call right now and resolves after it
 */
export function poll(load, onError) {
  let current = Promise.resolve()
  const loadOnce = () => {
    current = current.then(load).catch(onError)
    return current
  }
  const repeat = async () => {
    if (!document.hidden) await loadOnce()
    setTimeout(repeat, EVERY_MS)
  }
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void loadOnce()
  })
  void repeat()
  return loadOnce
}

/** Calls `draw(data)` only when the data differ from the last ones, so that nothing flickers. */
export function drawWhenChanged(draw) {
  let drawn
  return (...data) => {
    const next = JSON.stringify(data)
    if (next === drawn) return
    drawn = next
    draw(...data)
  }
}
