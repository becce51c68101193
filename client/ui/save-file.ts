/** Has the browser keep a text as a file of the person's. */
export function saveFile(text: string, { name, type }: { name: string; type: string }): void {
  saveBlob(new Blob([text], { type }), name)
}

/** Has the browser keep something as a file of the person's. */
export function saveBlob(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
