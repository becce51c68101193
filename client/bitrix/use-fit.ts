import { onBeforeUnmount, onMounted } from 'vue'
import type { Frame } from './frame.ts'

/** Keeps the frame as high as the page, whatever opens or closes in it. */
export function useFit(frame: Frame): void {
  const observer = new ResizeObserver(() => {
    frame.fit()
  })
  onMounted(() => {
    const root = document.getElementById('app')
    if (root) observer.observe(root)
  })
  onBeforeUnmount(() => {
    observer.disconnect()
  })
}
