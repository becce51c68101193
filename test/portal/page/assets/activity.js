import { el } from './dom.js'
import { formatDateTime } from './format.js'
import { call, linkTo } from './session.js'

const layouts = new Map()

let isListKnown

/** Activities of an item with the layouts that applications gave them; none if not supported. */
export async function loadActivities(entityTypeId, id) {
  isListKnown ??= call('method.get', { name: 'crm.activity.list' })
  const { result: known } = await isListKnown
  if (!known.isExisting) return []
  const filter = { OWNER_TYPE_ID: entityTypeId, OWNER_ID: id }
  const { result } = await call('crm.activity.list', { filter, order: { ID: 'DESC' } })
  return await Promise.all(
    result.map(async (activity) => ({ ...activity, layout: await layoutOf(activity) })),
  )
}

/** Only configurable activities have one; it is read again when the activity has changed. */
async function layoutOf({ ID, PROVIDER_ID, LAST_UPDATED }) {
  if (!String(PROVIDER_ID).startsWith('CONFIGURABLE')) return null
  const key = `${ID} ${LAST_UPDATED}`
  if (!layouts.has(key)) {
    const answer = await call('crm.activity.configurable.get', { id: Number(ID) }).catch(() => null)
    layouts.set(key, answer?.result.activity.layout ?? null)
  }
  return layouts.get(key)
}

/** An activity in the timeline. */
export function drawActivity({ id, at, data }) {
  const { layout } = data
  const isDone = data.COMPLETED === 'Y'
  return el(
    'li.entry.entry-activity',
    { 'data-test': 'activity', 'data-id': id, 'data-done': isDone },
    el('span.log-mark', { 'aria-hidden': 'true' }, isDone ? '✓' : '●'),
    el(
      'div.bubble',
      {},
      head(data, at),
      layout ? blocks(layout.body?.blocks) : el('p', {}, data.DESCRIPTION ?? ''),
      data.DEADLINE && !isDone && el('p.hint', {}, `Срок: ${formatDateTime(data.DEADLINE)}`),
      footer(layout?.footer?.buttons),
    ),
  )
}

function head({ layout, SUBJECT }, at) {
  const { title, tags } = layout?.header ?? {}
  return [
    el(
      'p.entry-head',
      {},
      el('b', {}, title || SUBJECT || 'Дело'),
      el('time', { datetime: at }, formatDateTime(at)),
    ),
    Object.values(tags ?? {}).map((tag) => el('span.tag', { 'data-type': tag.type }, tag.title)),
  ]
}

function blocks(all) {
  return Object.values(all ?? {}).map((block) => el('div.activity-block', {}, drawBlock(block)))
}

function drawBlock({ type, properties = {} }) {
  return BLOCKS[type]?.(properties) ?? ''
}

const BLOCKS = {
  text: ({ value, bold }) => el(bold ? 'b' : 'span', {}, value ?? ''),
  largeText: ({ value }) => el('p', {}, value ?? ''),
  link: ({ text, action }) => el('a', { href: href(action) }, text),
  withTitle: ({ title, block }) => [el('span.hint', {}, `${title}: `), block && drawBlock(block)],
  lineOfBlocks: (line) =>
    Object.values(line.blocks ?? {}).flatMap((block) => [drawBlock(block), ' ']),
  deadline: ({ value }) => (value ? formatDateTime(value) : ''),
}

/** Buttons that open a page work; those that call the application are shown, but rest here. */
function footer(buttons) {
  const all = Object.values(buttons ?? {})
  if (all.length === 0) return null
  const links = all.map(({ title, action }) =>
    href(action)
      ? el('a.button', { href: href(action) }, title)
      : el('button', { disabled: true }, title),
  )
  return el('div.buttons', {}, links)
}

function href(action) {
  if (action?.type !== 'redirect') return null
  const uri = String(action.uri)
  if (/^\/(?![/\\])/.test(uri)) return linkTo(uri)
  return /^https?:\/\//.test(uri) ? uri : null
}
