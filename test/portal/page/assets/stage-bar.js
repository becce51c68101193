import { el, fill } from './dom.js'

/** Stages as a row of steps; a click moves the item. Steps up to the current one are filled. */
export function drawStageBar(bar, { stages, stageId, onMove }) {
  const current = stages.findIndex(({ STATUS_ID }) => STATUS_ID === stageId)
  const color = stages[current]?.COLOR || '#a8b0ba'
  bar.style.setProperty('--stage', color)
  const steps = stages.map(({ STATUS_ID, NAME }, index) =>
    el(
      'button.stage',
      {
        type: 'button',
        'data-test': `stage-${STATUS_ID}`,
        'data-passed': index <= current,
        'aria-current': index === current ? 'step' : null,
        onclick: () => onMove(STATUS_ID),
      },
      NAME,
    ),
  )
  fill(bar, steps)
  // On a phone the row is wider than the screen.
  bar.scrollLeft = (steps[current]?.offsetLeft ?? 0) - bar.offsetLeft
}
