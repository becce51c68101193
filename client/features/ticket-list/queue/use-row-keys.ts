import { onMounted, onUnmounted } from 'vue'

type Actions = {
  /** Buttons of the rows, in their order. */
  rows: () => HTMLElement[]
  choose: (index: number) => void
  search: () => void
  help: () => void
}

/** Letters typed into a field are no commands. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(?:TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox'))

const steps: Record<string, 1 | -1> = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 }

/** Moves through a list without the pointer; Enter is the browser's own way to press a row. */
export function useRowKeys({ rows, choose, search, help }: Actions): void {
  /** The row in which the focus is, on its button or its box. */
  const current = () =>
    rows().findIndex((row) => row.closest('li')?.contains(document.activeElement))

  function move(by: 1 | -1): void {
    const all = rows()
    all[Math.min(Math.max(current() + by, 0), all.length - 1)]?.focus()
  }

  /** By the key's place, because the letters are others in Russian. Arrows scroll the page elsewhere. */
  function commandOf({ code, shiftKey }: KeyboardEvent): (() => void) | undefined {
    const isInList = current() >= 0
    if (code === 'Slash') return shiftKey ? help : search
    if (code === 'KeyX' && isInList)
      return () => {
        choose(current())
      }
    const step = isInList || code.startsWith('Key') ? steps[code] : undefined
    if (step)
      return () => {
        move(step)
      }
    return undefined
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const command = commandOf(event)
    if (!command) return
    event.preventDefault()
    command()
  }
  onMounted(() => {
    window.addEventListener('keydown', onKey)
  })
  onUnmounted(() => {
    window.removeEventListener('keydown', onKey)
  })
}

export const focusSearch = (): void =>
  document.querySelector<HTMLElement>('input[type="search"]')?.focus()
