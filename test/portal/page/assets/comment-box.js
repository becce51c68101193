/* global FileReader */
import { el, fill } from './dom.js'
import { timelineType } from './crm-types.js'
import { notifyError } from './notice.js'
import { call } from './session.js'

/** Form for a new comment with files; the comment is the person's own. */
export function createCommentBox({ entityTypeId, id, onSent }) {
  const text = el('textarea', {
    ...{ rows: 3, placeholder: 'Оставьте комментарий', 'aria-label': 'Комментарий' },
    'data-test': 'comment-box',
  })
  const picker = el('input', { type: 'file', multiple: true, 'data-test': 'comment-files' })
  const chosen = el('span.hint', { 'aria-live': 'polite' })
  const send = el('button.primary', { 'data-test': 'comment-send' }, 'Отправить')
  const showChosen = () => fill(chosen, [...picker.files].map(({ name }) => name).join(', '))
  picker.addEventListener('change', showChosen)

  const setBusy = (isBusy) => {
    send.disabled = isBusy
    text.readOnly = isBusy
  }

  const submit = async (event) => {
    event.preventDefault()
    if (text.value.trim() === '') return text.focus()
    setBusy(true)
    try {
      const FILES = await Promise.all([...picker.files].map(encode))
      const fields = { ENTITY_ID: id, ENTITY_TYPE: timelineType(entityTypeId), COMMENT: text.value }
      await call('crm.timeline.comment.add', {
        fields: FILES.length > 0 ? { ...fields, FILES } : fields,
      })
      form.reset()
      showChosen()
      await onSent()
    } catch (error) {
      notifyError(error)
    } finally {
      setBusy(false)
    }
  }
  const form = el(
    'form.comment-form',
    { onsubmit: submit },
    text,
    el(
      'div.comment-actions',
      {},
      send,
      el('label.attach', {}, el('span', {}, 'Файл'), picker),
      chosen,
    ),
  )
  return form
}

/** A file as REST wants it: `[name, base64]`. */
function encode(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve([file.name, reader.result.split(',')[1] ?? ''])
    reader.onerror = () => reject(new Error(`Не удалось прочитать файл «${file.name}».`))
    reader.readAsDataURL(file)
  })
}
