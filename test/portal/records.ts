/** What a portal stores. Times are epoch ms; the wire forms are made in methods/. */

export type SmartType = {
  id: number
  entityTypeId: number
  title: string
  code: string
  /** isStagesEnabled, isCategoriesEnabled … */
  flags: Record<string, boolean>
  relations: { parent: Relation[]; child: Relation[] }
  linkedUserFields: Record<string, boolean>
  createdBy: number
  createdTime: number
  updatedBy: number
  updatedTime: number
}

export type Relation = {
  entityTypeId: number
  isChildrenListEnabled: boolean
  isPredefined: boolean
}

export type Category = {
  id: number
  entityTypeId: number
  name: string
  sort: number
  isDefault: boolean
}

export type Status = {
  id: number
  entityId: string
  statusId: string
  name: string
  nameInit: string
  sort: number
  isSystem: boolean
  categoryId: number | null
  color: string
  semantics: 'S' | 'F' | null
}

export type EnumOption = {
  id: number
  value: string
  isDefault: boolean
  sort: number
  xmlId: string
}

export type UserField = {
  id: number
  entityId: string
  fieldName: string
  userTypeId: string
  xmlId: string | null
  sort: number
  isMultiple: boolean
  isMandatory: boolean
  showFilter: string
  showInList: boolean
  editInList: boolean
  isSearchable: boolean
  settings: Record<string, unknown>
  labels: Record<string, string>
  help: Record<string, string>
  options: EnumOption[]
}

export type Item = {
  id: number
  entityTypeId: number
  /** Standard fields by their documented camelCase names. */
  values: Record<string, unknown>
  /** Own fields by their original names. */
  own: Record<string, unknown>
}

export type StageMove = {
  id: number
  entityTypeId: number
  typeId: 1 | 2 | 3 | 5
  ownerId: number
  at: number
  categoryId: number
  semantics: 'P' | 'S' | 'F'
  stageId: string
}

/** An element that something in the timeline hangs on. */
export type Binding = { entityTypeId: number; entityId: number }

export type Comment = {
  id: number
  entityTypeId: number
  entityType: string
  entityId: number
  createdAt: number
  authorId: number
  text: string
  fileIds: number[]
  /** Further elements that show the comment. */
  moreOwners?: Binding[]
}

export type LogMessage = {
  id: number
  entityTypeId: number
  entityId: number
  createdAt: number
  authorId: number
  title: string
  text: string
  iconCode: string
}

export type Activity = {
  id: number
  kind: 'configurable' | 'todo'
  clientId: string | null
  ownerTypeId: number
  ownerId: number
  createdAt: number
  updatedAt: number
  authorId: number
  fields: Record<string, unknown>
  layout: Record<string, unknown>
  /** Further elements that show the activity. */
  moreOwners?: Binding[]
}

/** Fields by their upper-case names; instants as epoch ms, people by number. */
export type Task = {
  id: number
  fields: Record<string, unknown>
  spent: ElapsedTime[]
}

export type ElapsedTime = {
  id: number
  userId: number
  text: string
  seconds: number
  createdAt: number
}

export type StoredFile = {
  id: number
  name: string
  content: Buffer
  createdAt: number
  createdBy: number
}

export type Notification = {
  id: number
  userId: number
  authorId: number | null
  message: string
  tag: string
  at: number
}
