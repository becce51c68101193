const maxLength = 150

// Paths and what file systems refuse; control, format and direction marks, by which a name looks
// like another.
const unsafe = /[\\/:*?"<>|\p{Cc}\p{Cf}]/gu

/** A name that somebody else gave a file → one that is safe to store, send and show. */
export function cleanFileName(name: string): string {
  const flat = name.normalize('NFC').replace(unsafe, '_').trim()
  const visible = flat.replace(/^[.\s]+/, '').replace(/[.\s]+$/, '')
  if (visible === '') return 'file'
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(visible)?.[0] ?? ''
  const stem = visible.slice(0, visible.length - extension.length)
  return cut(stem, maxLength - extension.length) + extension
}

/** Half a surrogate pair is no character. */
const cut = (text: string, length: number) => text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
