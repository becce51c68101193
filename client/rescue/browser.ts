/** Of a ticket or a message: sent again over a bad line it stays one. */
export const newId = (): string => crypto.randomUUID()

export function focusOn(elementId: string): void {
  document.getElementById(elementId)?.focus()
}

export function namePage(title: string, language: string): void {
  document.title = title
  document.documentElement.lang = language
}

/** The secret of a link stands behind the #, which goes to no server and no log; it is taken away. */
export function takeSecret(): string {
  const secret = location.hash.slice(1)
  if (secret !== '') history.replaceState(null, '', location.pathname)
  return secret
}

/** @param take told when a link is opened in the page that is open already */
export function onSecret(take: () => void): void {
  addEventListener('hashchange', take)
}

/** Something that happens once, a while after it was last asked for. */
export function createLater(work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const cancel = () => {
    clearTimeout(timer)
  }
  return {
    cancel,
    in(ms: number): void {
      cancel()
      timer = setTimeout(work, ms)
    },
  }
}
