/* global location, FormData */
import { el } from './dom.js'
import { notifyError } from './notice.js'
import { call, linkTo } from './session.js'
import { openPanel } from './side-panel.js'

const INPUT_TYPES = { integer: 'number', double: 'number', date: 'date', url: 'url' }
const FORM_TYPES = new Set(['string', 'enumeration', 'boolean', ...Object.keys(INPUT_TYPES)])

/** The portal's own form for a new item, as a person fills it past any application. */
export async function openCreateForm(entityTypeId) {
  const panel = openPanel({ title: 'Новый элемент', width: 560, onClose: () => {} })
  try {
    const { result } = await call('crm.item.fields', { entityTypeId })
    const fields = Object.entries(result.fields).filter(
      ([, field]) =>
        field.upperName?.startsWith('UF_') && FORM_TYPES.has(field.type) && !field.isMultiple,
    )
    panel.content.append(createForm(entityTypeId, fields))
  } catch (error) {
    notifyError(error)
  }
}

function createForm(entityTypeId, fields) {
  const send = async (event) => {
    event.preventDefault()
    const values = [...new FormData(form)].filter(([, value]) => value !== '')
    try {
      const { result } = await call('crm.item.add', {
        entityTypeId,
        fields: Object.fromEntries(values),
      })
      location.assign(linkTo(`/crm/type/${entityTypeId}/details/${result.item.id}/`))
    } catch (error) {
      notifyError(error)
    }
  }
  const form = el(
    'form.create-form',
    { onsubmit: send },
    labelled(
      'Название',
      el('input', { name: 'title', required: true, 'data-test': 'input-TITLE' }),
    ),
    fields.map(([name, field]) => labelled(field.title, input(name, field))),
    el('div.buttons', {}, el('button.primary', { 'data-test': 'create-save' }, 'Сохранить')),
  )
  return form
}

function labelled(title, control) {
  return el('label.field-input', {}, el('span', {}, title), control)
}

function input(name, { type, items, upperName, isRequired }) {
  const attributes = { name, required: isRequired, 'data-test': `input-${upperName}` }
  if (type === 'string') return el('textarea', { ...attributes, rows: 2 })
  if (type === 'boolean')
    return select(attributes, [
      ['Y', 'Да'],
      ['N', 'Нет'],
    ])
  if (type !== 'enumeration')
    return el('input', { ...attributes, type: INPUT_TYPES[type], step: 'any' })
  return select(
    attributes,
    (items ?? []).map(({ ID, VALUE }) => [ID, VALUE]),
  )
}

function select(attributes, pairs) {
  const options = [['', 'Не выбрано'], ...pairs]
  return el(
    'select',
    attributes,
    options.map(([value, text]) => el('option', { value }, text)),
  )
}
