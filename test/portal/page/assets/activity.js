import { el } from './dom.js'
import { formatDateTime } from './format.js'
import { pageAction } from './page-action.js'
import { call, linkTo, user } from './session.js'

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
    layouts.set(key, await pageAction('layout', { activityId: Number(ID) }))
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
      footer(Number(id), layout?.footer?.buttons),
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

/** Buttons open a page, or tell the application, which writes the activity anew. */
function footer(activityId, buttons) {
  const all = Object.values(buttons ?? {})
  if (all.length === 0) return null
  const links = all.map(({ title, action }) =>
    href(action) ? el('a.button', { href: href(action) }, title) : press(activityId, title, action),
  )
  return el('div.buttons', {}, links)
}

/** It rests until the application has answered, as in a portal. */
function press(activityId, title, action) {
  const button = el('button', { 'data-test': `press-${action?.id}` }, title)
  button.disabled = action?.type !== 'restEvent'
  button.addEventListener('click', async () => {
    button.disabled = true
    await pageAction('press', { userId: user.id, activityId, actionId: action.id })
  })
  return button
}

function href(action) {
  if (action?.type !== 'redirect') return null
  const uri = String(action.uri)
  if (/^\/(?![/\\])/.test(uri)) return linkTo(uri)
  return /^https?:\/\//.test(uri) ? uri : null
}
