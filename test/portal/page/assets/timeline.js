import { el, fill } from './dom.js'
import { renderBbcode } from './bbcode.js'
import { createCommentBox } from './comment-box.js'
import { drawActivity, loadActivities } from './activity.js'
import { fileLink } from './file-link.js'
import { formatDateTime } from './format.js'
import { notifyError } from './notice.js'
import { drawWhenChanged, poll } from './poll.js'
import { timelineType } from './crm-types.js'
import { call, userName } from './session.js'
import { avatar } from './shell.js'

const MAX_PAGES = 10

/** The right column of the card: a box for a new comment, then everything that happened. */
export function createTimeline(entityTypeId, id) {
  const feed = el('ol.feed', { 'aria-label': 'История', 'data-test': 'timeline' })
  const draw = drawWhenChanged((entries) => {
    fill(
      feed,
      entries.length === 0 ? el('li.empty', {}, 'Событий пока нет.') : entries.map(drawEntry),
    )
  })
  const refresh = poll(
    async () => draw(await loadEntries(entityTypeId, id)),
    (error) => {
      // The card itself says that the item is gone.
      if (error.code !== 'OWNER_NOT_FOUND') notifyError(error)
    },
  )
  const box = createCommentBox({ entityTypeId, id, onSent: refresh })
  return { element: el('section.panel.timeline', { 'aria-label': 'Таймлайн' }, box, feed) }
}

/** Newest first; of the same second the one with the greater number. */
async function loadEntries(entityTypeId, id) {
  const [comments, messages, activities] = await Promise.all([
    loadAll('crm.timeline.comment.list', {
      filter: { ENTITY_ID: id, ENTITY_TYPE: timelineType(entityTypeId) },
      order: { ID: 'DESC' },
    }),
    loadAll('crm.timeline.logmessage.list', { entityTypeId, entityId: id, order: { id: 'DESC' } }),
    loadActivities(entityTypeId, id),
  ])
  const entries = [
    ...comments.map((data) => ({ kind: 'comment', id: Number(data.ID), at: data.CREATED, data })),
    ...messages.map((data) => ({ kind: 'log', id: Number(data.id), at: data.created, data })),
    ...activities.map((data) => ({
      kind: 'activity',
      id: Number(data.ID),
      at: data.CREATED,
      data,
    })),
  ]
  return entries.sort((a, b) => new Date(b.at) - new Date(a.at) || b.id - a.id)
}

/** All pages of a list. */
async function loadAll(method, params) {
  const rows = []
  for (let start = 0, page = 0; page < MAX_PAGES; page += 1) {
    const answer = await call(method, { ...params, start })
    rows.push(...answer.result)
    if (answer.next === undefined) break
    start = answer.next
  }
  return rows
}

const DRAWN = { comment: drawComment, log: drawMessage, activity: drawActivity }

function drawEntry(entry) {
  return DRAWN[entry.kind](entry)
}

function drawComment({ id, at, data }) {
  const author = userName(data.AUTHOR_ID)
  return el(
    'li.entry',
    { 'data-test': 'comment', 'data-id': id },
    avatar(author),
    el(
      'div.bubble',
      {},
      el('p.entry-head', {}, el('b', { 'data-test': 'comment-author' }, author), time(at)),
      el('div.comment-text', { 'data-test': 'comment-text' }, renderBbcode(data.COMMENT ?? '')),
      files(data.FILES),
    ),
  )
}

function files(list) {
  const all = Object.values(list ?? {})
  if (all.length === 0) return null
  const links = all.map(({ name, size, urlDownload, type }) =>
    fileLink({
      name,
      size: Number(size),
      url: urlDownload,
      isPicture: type === 'image' || undefined,
    }),
  )
  return el('div.files', {}, links)
}

function drawMessage({ id, at, data }) {
  return el(
    'li.entry.entry-log',
    { 'data-test': 'log-message', 'data-id': id },
    el('span.log-mark', { 'aria-hidden': 'true' }, 'i'),
    el(
      'div.bubble',
      {},
      el('p.entry-head', {}, el('b', {}, data.title), time(at)),
      el('div.comment-text', {}, renderBbcode(data.text ?? '')),
    ),
  )
}

function time(at) {
  return el('time', { datetime: at }, formatDateTime(at))
}
