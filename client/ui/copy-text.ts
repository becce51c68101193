/**
 * Puts a text on the clipboard. The old command comes first: a cross-site frame may use it on a
 * click, while the clipboard API needs a permission that portals do not give.
 *
 * @returns whether it worked
 */
export async function copyText(text: string): Promise<boolean> {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'fixed top-0 opacity-0'
  document.body.append(field)
  field.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a permission
  const isCopied = document.execCommand('copy')
  field.remove()
  if (isCopied) return true
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}
