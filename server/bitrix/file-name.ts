const maxLength = 150

// Paths, what file systems refuse, control and direction marks that make a name look like another.
const unsafe =
  /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** A name that somebody else gave a file → one that is safe to store, send and show. */
export function cleanFileName(name: string): string {
  const flat = name.normalize('NFC').replace(unsafe, '_').trim()
  const visible = flat.replace(/^[.\s]+/, '').replace(/[.\s]+$/, '')
  if (visible === '') return 'file'
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(visible)?.[0] ?? ''
  const stem = visible.slice(0, visible.length - extension.length)
  return [...stem].slice(0, maxLength - extension.length).join('') + extension
}
