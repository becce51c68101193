/* global document, Node */

/**
 * Makes an element: `el('a.row', { href, onclick, 'data-test': 'x', style: {'--c': 'red'} }, …children)`.
 * Texts become text nodes, never markup. Children that are null, undefined or false are left out.
 */
export function el(tagAndClass, attributes = {}, ...children) {
  const [tag, ...classes] = tagAndClass.split('.')
  const element = document.createElement(tag)
  if (classes.length > 0) element.className = classes.join(' ')
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  element.append(...nodes(children))
  return element
}

/** Puts new children into an element in place of the old ones. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children))
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)))
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return
  if (name.startsWith('on')) return element.addEventListener(name.slice(2), value)
  if (name !== 'style') return element.setAttribute(name, value === true ? '' : value)
  for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text)
}
