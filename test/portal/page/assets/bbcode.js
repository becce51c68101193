/* global document */
import { el } from './dom.js'
import { linkTo } from './session.js'

const TOKEN = /\[(\/?)([a-z*]+)(?:=([^\]]*))?\]/gi

const TAGS = {
  b: () => el('b'),
  i: () => el('i'),
  u: () => el('u'),
  s: () => el('s'),
  quote: () => el('blockquote'),
  code: () => el('code'),
  p: () => el('p'),
  size: (value) => el('span', { style: { 'font-size': length(value) } }),
  color: (value) => el('span', { style: { color: color(value) } }),
  url: (value) => el('a', { href: value === undefined ? null : address(value), target: '_blank' }),
  user: (value) => el('a', { href: linkTo(`/company/personal/user/${Number(value)}/`) }),
  list: (value) => el(value ? 'ol' : 'ul'),
  '*': () => el('li'),
}

/**
 * BBCode as the timeline shows it. Builds elements, never markup; an unknown or misplaced tag stays
 * text, and only http(s), mail and the portal's own addresses become links.
 */
export function renderBbcode(text) {
  const root = document.createDocumentFragment()
  const open = [{ name: '', node: root }]
  let position = 0
  for (const match of text.matchAll(TOKEN)) {
    const [whole, slash, tag, value] = match
    const name = tag.toLowerCase()
    appendText(open, text.slice(position, match.index))
    position = match.index + whole.length
    const isTaken = slash ? closeTag(open, name) : openTag(open, name, value)
    if (!isTaken) appendText(open, whole)
  }
  appendText(open, text.slice(position))
  open.slice(1).forEach(finish)
  return root
}

function openTag(open, name, value) {
  if (!Object.hasOwn(TAGS, name)) return false
  if (name === '*') {
    if (!open.some((tag) => tag.name === 'list')) return false
    closeTag(open, '*')
  }
  const node = TAGS[name](value)
  open.at(-1).node.append(node)
  open.push({ name, node })
  return true
}

/** Also closes what stands open inside; `[*]` ends with the next one or with its list. */
function closeTag(open, name) {
  const from = open.findLastIndex((tag) => tag.name === name)
  const list = name === '*' ? open.findLastIndex((tag) => tag.name === 'list') : 0
  if (from < 1 || from < list) return false
  open.splice(from).forEach(finish)
  return true
}

/** `[url]address[/url]`: the text itself is the address. */
function finish({ name, node }) {
  if (name !== 'url' || node.hasAttribute('href')) return
  const href = address(node.textContent)
  if (href !== null) node.setAttribute('href', href)
}

function appendText(open, text) {
  const { name, node } = open.at(-1)
  if (name !== 'list' || text.trim() !== '') node.append(text)
}

function address(text) {
  const trimmed = text.trim()
  if (/^\/(?![/\\])/.test(trimmed)) return linkTo(trimmed)
  return /^(https?:\/\/|mailto:)/i.test(trimmed) ? trimmed : null
}

function length(value) {
  const size = /^(\d{1,2})(px|pt)?$/.exec(value ?? '')
  return size ? `${Math.min(28, Math.max(9, Number(size[1])))}${size[2] ?? 'px'}` : 'inherit'
}

function color(value) {
  return /^(#[0-9a-f]{3,8}|[a-z]+)$/i.test(value ?? '') ? value : 'inherit'
}
