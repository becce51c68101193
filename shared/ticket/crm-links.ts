/** An element of CRM in some portal. */
export type CrmElement = { host: string; entityTypeId: number; itemId: number }

/** Types whose cards have addresses of their own; the others are told by their number. */
const namedTypes: Record<string, number> = { lead: 1, deal: 2, contact: 3, company: 4 }

const pattern =
  /https?:\/\/([^\s/]+)\/crm\/(?:(lead|deal|contact|company)|type\/(\d+))\/details\/(\d+)/gi

/** Links to CRM cards in a text, in order, each once. */
export function crmLinksIn(text: string): CrmElement[] {
  const found = new Map<string, CrmElement>()
  for (const [, host = '', name, typeId, itemId] of text.matchAll(pattern)) {
    const entityTypeId = name === undefined ? Number(typeId) : namedTypes[name.toLowerCase()]
    if (entityTypeId === undefined) continue
    const element = { host: host.toLowerCase(), entityTypeId, itemId: Number(itemId) }
    found.set(Object.values(element).join('/'), element)
  }
  return [...found.values()]
}

/** Address of a card. @param origin scheme and host of the portal */
export function crmCardUrl(origin: string, entityTypeId: number, itemId: number): string {
  const name = Object.keys(namedTypes).find((key) => namedTypes[key] === entityTypeId)
  return `${origin}/crm/${name ?? `type/${String(entityTypeId)}`}/details/${String(itemId)}/`
}
