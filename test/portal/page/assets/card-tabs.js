import { el } from './dom.js'
import { notifyError } from './notice.js'
import { portal } from './session.js'
import { cardPlacement } from './crm-types.js'
import { openAppFrame } from './app-frame.js'

const GENERAL = { ru: 'Общие', en: 'General' }

/** Tabs of the card: the general one, then one for each application placed into it. */
export function drawTabs(general, { entityTypeId, id }) {
  const code = cardPlacement(entityTypeId, 'TAB')
  const bindings = portal.placements.filter(({ placement }) => placement === code)
  const tabs = [
    { title: GENERAL[portal.language] ?? GENERAL.en, hook: 'tab-general', panel: general },
    ...bindings.map((binding, index) => ({
      title: binding.title || portal.app.title,
      hook: `tab-${index}`,
      panel: el('div.app-tab'),
      open: (container) => openTab(container, binding, id),
    })),
  ]
  const buttons = tabs.map(({ title, hook, panel }, index) => {
    panel.id = `panel-${hook}`
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-labelledby', hook)
    return el(
      'button.tab',
      {
        ...{ id: hook, type: 'button', role: 'tab', 'aria-controls': panel.id },
        ...{ 'data-test': hook, 'data-title': title, onclick: () => choose(index) },
      },
      title,
    )
  })

  function choose(chosen) {
    tabs.forEach((tab, index) => {
      tab.panel.hidden = index !== chosen
      buttons[index].setAttribute('aria-selected', String(index === chosen))
    })
    const { open, panel } = tabs[chosen]
    if (open && !panel.hasChildNodes()) open(panel).catch(notifyError)
  }
  choose(0)
  return el(
    'div.tabs',
    {},
    el('div.tab-list', { role: 'tablist', 'aria-label': 'Вкладки' }, buttons),
    tabs.map(({ panel }) => panel),
  )
}

async function openTab(container, { placement, handler }, id) {
  await openAppFrame({ container, placement, handler, options: { ID: String(id) } })
}
