/* global document */

/** Lets a `<details>` close as a menu does: by Escape and by a click beside it. */
export function closeAsMenu(details) {
  const close = () => details.removeAttribute('open')
  document.addEventListener('click', (event) => {
    if (!details.contains(event.target)) close()
  })
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    close()
    details.querySelector('summary').focus()
  })
  return details
}
