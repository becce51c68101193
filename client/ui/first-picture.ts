/** When the first picture stands. A frame that is not shown draws none, and is not waited for. */
export const firstPicture = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, 100)
  })
