import { el } from './dom.js'
import { formatSize } from './format.js'

const PICTURE = /\.(png|jpe?g|gif|webp)$/i

/**
 * A link to a file. A picture is shown small; fields of items do not tell the names of their files,
 * so there the link tries to be a picture and falls back to its text.
 */
export function fileLink({
  name,
  url,
  size,
  isPicture = PICTURE.test(name) || size === undefined,
}) {
  const text = size === undefined ? name : `${name} (${formatSize(size)})`
  const link = el(
    'a.file',
    { href: url, target: '_blank', 'data-test': 'file' },
    el('span', {}, text),
  )
  if (isPicture) {
    const picture = el('img', {
      src: url,
      alt: '',
      loading: 'lazy',
      onerror: () => picture.remove(),
    })
    link.prepend(picture)
  }
  return link
}
