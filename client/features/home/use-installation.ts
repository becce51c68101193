import { type Frame, useFrame } from '../../bitrix/frame.ts'

/** Time to see that every step is ticked off, before the portal reloads the page. */
const lookMs = 1_500

/** Tells the portal, once and last of all, that the app is installed. */
export function useInstallation(): { finish(): void } {
  const frame: Pick<Frame, 'isInstallMode' | 'finishInstall'> = useFrame()
  let isFinished = false
  return {
    finish() {
      if (!frame.isInstallMode || isFinished) return
      isFinished = true
      setTimeout(() => {
        frame.finishInstall()
      }, lookMs)
    },
  }
}
