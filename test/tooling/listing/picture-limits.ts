type Size = { width: number; height: number }

/** What the Marketplace takes (requirements for the solution's card, points 10 and 11). */
export const iconLimits = {
  least: { width: 250, height: 250 },
  most: { width: 650, height: 650 },
}
export const screenshotLimits = {
  least: { width: 1280, height: 720 },
  most: { width: 1280, height: 720 },
}

/** Fields of a PNG's first chunk, by their offset in the file. */
const [widthAt, heightAt, colourTypeAt] = [16, 20, 25]
const colourTypesWithAlpha = [4, 6]

/** @returns why the Marketplace would refuse the PNG; null when it would not */
export function pictureFault(png: Buffer, { least, most }: { least: Size; most: Size }) {
  const width = png.readUInt32BE(widthAt)
  const height = png.readUInt32BE(heightAt)
  if (width > most.width || height > most.height) return `${width}×${height} is too large`
  if (width < least.width || height < least.height) return `${width}×${height} is too small`
  return colourTypesWithAlpha.includes(png.readUInt8(colourTypeAt)) ? 'is transparent' : null
}
