import { onMounted, onUnmounted } from 'vue'

const typing = 'input, textarea, select, [contenteditable], [role="combobox"], [role="listbox"]'

/** Letters that act on the card, by their place on the keyboard, unless somebody types. */
export function useShortcuts(actions: Record<string, () => void>): void {
  function press(event: KeyboardEvent): void {
    const { code, target, ctrlKey, metaKey, altKey, repeat } = event
    if (ctrlKey || metaKey || altKey || repeat) return
    if (target instanceof Element && target.closest(typing)) return
    const act = actions[code]
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => {
    document.addEventListener('keydown', press)
  })
  onUnmounted(() => {
    document.removeEventListener('keydown', press)
  })
}
