import { type SmartType } from '../records.ts'

const type = (
  entityTypeId: number,
  title: string,
  own: { code: string; features: string[]; parents?: number[] },
): SmartType => ({
  // Numbers of type records belong to smart processes.
  id: 0,
  entityTypeId,
  title,
  code: own.code,
  flags: Object.fromEntries(own.features.map((feature) => [`is${feature}Enabled`, true])),
  relations: {
    parent: (own.parents ?? []).map((parent) => ({
      entityTypeId: parent,
      isChildrenListEnabled: true,
      isPredefined: true,
    })),
    child: [],
  },
  linkedUserFields: {},
  createdBy: 1,
  createdTime: 0,
  updatedBy: 1,
  updatedTime: 0,
})

const selling = ['Stages', 'Client', 'Observers', 'Source', 'LinkWithProducts', 'Automation']

export const lead = 1
export const deal = 2
export const contact = 3
export const company = 4
export const smartInvoice = 31

/** The types of CRM that every portal has besides its smart processes. */
export const builtInTypes: readonly SmartType[] = [
  type(lead, 'Лид', { code: 'LEAD', features: selling }),
  type(deal, 'Сделка', {
    code: 'DEAL',
    features: [...selling, 'Categories', 'BeginCloseDates'],
  }),
  type(contact, 'Контакт', { code: 'CONTACT', features: ['Client', 'Observers', 'Source'] }),
  type(company, 'Компания', { code: 'COMPANY', features: ['Client', 'Observers'] }),
  type(smartInvoice, 'Счёт', {
    code: 'SMART_INVOICE',
    features: [...selling, 'BeginCloseDates', 'Mycompany'],
    parents: [deal],
  }),
]

export const builtInType = (entityTypeId: number | null): SmartType | undefined =>
  builtInTypes.find((one) => one.entityTypeId === entityTypeId)

/** `DEAL`, `DYNAMIC_156`: how events, placements and workflows spell a type. */
export const typeName = (entityTypeId: number): string =>
  builtInType(entityTypeId)?.code ?? `DYNAMIC_${entityTypeId}`

/** The entity that own fields of the type belong to. */
export const fieldEntity = (one: SmartType): string =>
  one.id === 0 ? `CRM_${one.code}` : `CRM_${one.id}`

const shortCodes: Record<number, string> = {
  [lead]: 'L',
  [deal]: 'D',
  [contact]: 'C',
  [company]: 'CO',
  [smartInvoice]: 'SI',
}

/** `D`, `T9c`: how product rows and bindings spell a type. */
export const shortCode = (entityTypeId: number): string =>
  shortCodes[entityTypeId] ?? `T${entityTypeId.toString(16)}`

/** The type that a short code names; 0 for none. */
export function typeOfShortCode(code: string): number {
  const known = Object.entries(shortCodes).find(([, short]) => short === code)
  const dynamic = /^T([0-9a-f]+)$/i.exec(code)?.[1]
  return Number(known?.[0] ?? parseInt(dynamic ?? '0', 16))
}
