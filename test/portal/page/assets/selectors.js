/* global document, FormData */
import { el } from './dom.js'
import { call, linkTo, portal } from './session.js'
import { avatar } from './shell.js'

const CRM_TYPES = {
  lead: { entityTypeId: 1, prefix: 'L', title: 'Лиды' },
  deal: { entityTypeId: 2, prefix: 'D', title: 'Сделки' },
  contact: { entityTypeId: 3, prefix: 'C', title: 'Контакты' },
  company: { entityTypeId: 4, prefix: 'CO', title: 'Компании' },
  quote: { entityTypeId: 7, prefix: 'Q', title: 'Предложения' },
}

/** Asks for one or several users. @returns null when the person cancels */
export async function selectUsers({ isMultiple }) {
  const rows = portal.users.map(({ id, name, position }) => ({
    value: {
      id,
      name,
      photo: '',
      position: position ?? '',
      url: userPath(id),
      sub: false,
      sup: false,
    },
    label: [avatar(name), el('span', {}, name, position && el('small', {}, position))],
    hook: `select-user-${id}`,
  }))
  return await choose(
    { title: isMultiple ? 'Выберите сотрудников' : 'Выберите сотрудника' },
    rows,
    isMultiple,
  )
}

function userPath(id) {
  return `/company/personal/user/${id}/`
}

const EVERYBODY = [
  { value: { id: 'AU', name: 'Все авторизованные пользователи' } },
  { value: { id: 'G2', name: 'Все посетители' } },
]

/** Asks for rights holders that are not taken yet. @returns `[{id: 'U7', name}]`, null when cancelled */
export async function selectAccess({ taken }) {
  const people = portal.users.map(({ id, name }) => ({ value: { id: `U${id}`, name } }))
  const rows = [...people, ...EVERYBODY]
    .filter(({ value }) => !taken.includes(value.id))
    .map(({ value }) => ({ value, label: value.name, hook: `select-${value.id}` }))
  return await choose({ title: 'Выберите, кому дать доступ' }, rows, true)
}

/** Asks for elements of CRM; answers as a portal does: `{deal: {0: {id: 'D_5', …}}}`. */
export async function selectCrm({ entityTypes, isMultiple }) {
  const types = entityTypes.filter((type) => Object.hasOwn(CRM_TYPES, type))
  const rows = (await Promise.all(types.map(crmRows))).flat()
  const chosen = await choose({ title: 'Выберите элементы CRM' }, rows, isMultiple)
  if (chosen === null) return null
  const groups = types.map((type) => [type, { ...chosen.filter((item) => item.type === type) }])
  return Object.fromEntries(groups.filter(([, items]) => Object.keys(items).length > 0))
}

async function crmRows(type) {
  const { entityTypeId, prefix, title: group } = CRM_TYPES[type]
  const answer = await call('crm.item.list', { entityTypeId, order: { id: 'DESC' } }).catch(
    () => null,
  )
  return (answer?.result.items ?? []).map(({ id, title, name, lastName }) => {
    const text = title ?? [name, lastName].filter(Boolean).join(' ')
    const url = linkTo(`/crm/${type}/details/${id}/`)
    return {
      value: { id: `${prefix}_${id}`, type, place: type, title: text, desc: '', url },
      label: [el('span', {}, text, el('small', {}, group))],
      hook: `select-${prefix}_${id}`,
    }
  })
}

/** A small dialog with a list. @returns {Promise<object[] | null>} the chosen values */
function choose({ title }, rows, isMultiple) {
  const type = isMultiple ? 'checkbox' : 'radio'
  const form = el(
    'form.chooser',
    { method: 'dialog' },
    el('h2', {}, title),
    rows.length === 0 && el('p.hint', {}, 'Здесь пока нечего выбрать.'),
    el(
      'div.chooser-rows',
      {},
      rows.map(({ label, hook }, index) =>
        el(
          'label.chooser-row',
          {},
          el('input', { type, name: 'row', value: index, 'data-test': hook }),
          label,
        ),
      ),
    ),
    el(
      'div.buttons',
      {},
      el('button.primary', { value: 'ok', 'data-test': 'select-ok' }, 'Выбрать'),
      el('button', { value: 'cancel', 'data-test': 'select-cancel' }, 'Отмена'),
    ),
  )
  const dialog = el('dialog.small-dialog', { 'aria-label': title }, form)
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const values = new FormData(form).getAll('row').map((index) => rows[Number(index)].value)
      dialog.remove()
      resolve(dialog.returnValue === 'ok' && values.length > 0 ? values : null)
    })
  })
}
