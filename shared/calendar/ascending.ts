/** An element of an array that is known to have it. */
export function at(values: Float64Array, index: number): number {
  return values[index] as number
}

/** How many of the ascending values are at most `limit`. */
export function upperBound(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(values, middle) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the ascending values are below `limit`. */
export function lowerBound(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(values, middle) < limit) low = middle + 1
    else high = middle
  }
  return low
}
