import { el, fill } from './dom.js'
import { formatDate, formatDateTime } from './format.js'
import { linkTo, userName } from './session.js'
import { fileLink } from './file-link.js'
import { stageChip } from './stages.js'

const ABOUT = [
  'stageId',
  'assignedById',
  'createdBy',
  'createdTime',
  'updatedBy',
  'updatedTime',
  'xmlId',
]
const PERSON_TYPES = new Set(['user', 'employee'])

/** Fields of an item by their labels: the custom ones, then those every item has; empty ones folded. */
export function drawFields(panel, { item, fields, stages }) {
  const drawRow = (name) => row(name, { field: fields[name], value: item[name], stages })
  const isFilled = (name) => !isEmpty(item[name])
  const custom = Object.keys(fields).filter((name) => fields[name].upperName?.startsWith('UF_'))
  const about = ABOUT.filter((name) => fields[name] && isFilled(name))
  const empty = custom.filter((name) => !isFilled(name))
  fill(
    panel,
    el('h2', {}, 'Об элементе'),
    el('dl', {}, custom.filter(isFilled).map(drawRow)),
    empty.length > 0 &&
      el(
        'details.empty-fields',
        {},
        el('summary', {}, `Не заполнено: ${empty.length}`),
        el('dl', {}, empty.map(drawRow)),
      ),
    el('h2', {}, 'Служебное'),
    el('dl', {}, about.map(drawRow)),
  )
}

function isEmpty(value) {
  return (
    value === null || value === undefined || value === '' || value === false || value.length === 0
  )
}

function row(name, { field, value, stages }) {
  const shown = isEmpty(value)
    ? el('span.hint', {}, 'не заполнено')
    : [value].flat().map((one) => el('div', {}, draw(one, { name, field, stages })))
  return el(
    'div.field',
    { 'data-test': `field-${field.upperName ?? name}` },
    el('dt', {}, field.title),
    el('dd', {}, shown),
  )
}

function draw(value, { name, field, stages }) {
  if (name === 'stageId') return stageChip(stages, value)
  if (PERSON_TYPES.has(field.type)) return person(value)
  if (name.endsWith('Time') || field.type === 'datetime') return formatDateTime(value)
  return DRAWN[field.type]?.(value, field) ?? String(value)
}

const DRAWN = {
  date: (value) => formatDate(value),
  boolean: (value) => (['Y', '1', 1, true].includes(value) ? 'Да' : 'Нет'),
  enumeration: (value, { items }) => items?.find(({ ID }) => String(ID) === String(value))?.VALUE,
  url: (value) =>
    /^https?:\/\//.test(value) &&
    el('a', { href: value, target: '_blank', rel: 'noopener' }, value),
  double: (value) => Number(value).toLocaleString('ru-RU'),
  money: (value) => String(value).replace('|', ' '),
  file: (value) =>
    fileLink({ name: value.name ?? `Файл ${value.id}`, url: value.urlMachine ?? value.url }),
}

function person(id) {
  return el('a', { href: linkTo(`/company/personal/user/${id}/`) }, userName(id))
}
