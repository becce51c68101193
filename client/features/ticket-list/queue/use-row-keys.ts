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
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Moves through a list without the pointer; Enter is the browser's own way to press a row. */
export function useRowKeys({ rows, choose, search, help }: Actions): void {
  function focused(): number {
    return rows().indexOf(document.activeElement as HTMLElement)
  }

  function move(by: 1 | -1): void {
    const all = rows()
    const next = Math.min(Math.max(focused() + by, 0), all.length - 1)
    all[next]?.focus()
  }

  const commands: Record<string, () => void> = {
    j: () => {
      move(1)
    },
    k: () => {
      move(-1)
    },
    x: () => {
      if (focused() >= 0) choose(focused())
    },
    '/': search,
    '?': help,
  }
  commands.ArrowDown = commands.j as () => void
  commands.ArrowUp = commands.k as () => void

  function onKey(event: KeyboardEvent): void {
    const command = commands[event.key]
    if (!command || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
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
