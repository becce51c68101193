import { el } from './dom.js'
import { notifyError } from './notice.js'
import { portal } from './session.js'
import { openAppFrame } from './app-frame.js'
import { cardPlacement } from './crm-types.js'
import { openPanel } from './side-panel.js'

/** Buttons that applications have put into the card; each opens its application in a side panel. */
export function drawToolbar({ entityTypeId, id }) {
  const code = cardPlacement(entityTypeId, 'TOOLBAR')
  const bindings = portal.placements.filter(({ placement }) => placement === code)
  // Smart processes name the element otherwise than the others.
  const options = { [entityTypeId > 4 ? 'ENTITY_ID' : 'ID']: String(id) }
  return el(
    'div.card-toolbar',
    {},
    bindings.map((binding, index) =>
      el(
        'button',
        {
          type: 'button',
          'data-test': `toolbar-${index}`,
          onclick: () => void open(binding, options).catch(notifyError),
        },
        binding.title || portal.app.title,
      ),
    ),
  )
}

async function open({ placement, handler, title }, options) {
  let frame
  const panel = openPanel({ title, onClose: () => frame?.close() })
  frame = await openAppFrame({
    container: panel.content,
    ...{ placement, handler, options },
    setTitle: panel.setTitle,
    closePanel: panel.close,
  })
}
