/**
 * Prints what lies beside the app in the body, without the app.
 *
 * @param done called when the print has been made or given up
 */
export function printAlone(done: () => void): void {
  const app = document.querySelector('#app')
  app?.classList.add('print:hidden')
  globalThis.addEventListener(
    'afterprint',
    () => {
      app?.classList.remove('print:hidden')
      done()
    },
    { once: true },
  )
  globalThis.print()
}
