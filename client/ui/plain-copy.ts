/** A copy of plain data, down to its leaves and without whatever watches it. */
export const plainCopy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value
