import { el, fill } from './dom.js'
import { notifyError } from './notice.js'
import { drawWhenChanged, poll } from './poll.js'
import { call } from './session.js'
import { drawFields } from './card-fields.js'
import { drawStageBar } from './stage-bar.js'
import { drawTabs } from './card-tabs.js'
import { drawToolbar } from './card-toolbar.js'
import { createTimeline } from './timeline.js'
import { stageChip, stagesOf } from './stages.js'

/** The card of an item: stages, fields, timeline, and a tab for every application placed there. */
export async function showCard({ main, setTitle }, entityTypeId, id) {
  const { result } = await call('crm.item.fields', { entityTypeId })
  const summary = el('p.card-summary')
  const stageBar = el('div.stage-bar', { role: 'group', 'aria-label': 'Стадии' })
  const fieldList = el('section.panel.fields', { 'aria-label': 'Поля' })
  const timeline = createTimeline(entityTypeId, id)
  const general = el('div.card-columns', {}, fieldList, timeline.element)
  const toolbar = drawToolbar({ entityTypeId, id })
  const tabs = drawTabs(general, { entityTypeId, id })

  const draw = drawWhenChanged((item, stages) => {
    setTitle(item.title)
    const chip = stageChip(stages, item.stageId, { 'data-test': 'stage-current' })
    fill(summary, el('span', {}, `№ ${id}`), chip)
    drawStageBar(stageBar, { stages, stageId: item.stageId, onMove: moveTo })
    drawFields(fieldList, { item, fields: result.fields, stages })
  })
  const refresh = poll(async () => {
    const item = await readItem(entityTypeId, id)
    const stages = await stagesOf(entityTypeId, item.categoryId)
    if (!main.hasChildNodes()) main.append(summary, toolbar, stageBar, tabs)
    draw(item, stages)
  }, showFailure)

  async function moveTo(stageId) {
    await call('crm.item.update', { entityTypeId, id, fields: { stageId } }).catch(notifyError)
    await refresh()
  }

  /** A deleted or forbidden item takes the place of the card; a short fault is only told. */
  function showFailure(error) {
    if (!['NOT_FOUND', 'ACCESS_DENIED'].includes(error.code)) return notifyError(error)
    setTitle(`Элемент № ${id}`)
    fill(
      main,
      el('p.panel.empty', { 'data-test': 'card-missing' }, 'Элемент удалён или недоступен вам.'),
    )
  }
}

const ABOUT_CRM = ['title', 'stageId', 'categoryId', 'assignedById', 'createdBy', 'createdTime']

/** Of CRM's own types only what the card shows: they have far more fields than smart processes. */
async function readItem(entityTypeId, id) {
  if (entityTypeId > 4) return (await call('crm.item.get', { entityTypeId, id })).result.item
  const select = ['id', ...ABOUT_CRM]
  const [item] = (await call('crm.item.list', { entityTypeId, select, filter: { id } })).result
    .items
  if (item === undefined) throw Object.assign(new Error('Элемент не найден'), { code: 'NOT_FOUND' })
  return item
}
