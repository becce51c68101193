/** Stands where the name of somebody stood who was erased; the client says it in its own words. */
export const erasedName = 'Удалённое лицо'
