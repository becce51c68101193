import type { Item } from '../../server/bitrix/items.ts'
import type { Comment } from '../../server/bitrix/comments.ts'
import type { SideState } from '../../server/db/side-state.ts'
import type { Ticket } from '../../server/db/tickets-store.ts'
import type { SideReading } from '../../server/usecases/read-side.ts'
import type { Surroundings } from '../../server/usecases/translate-comments.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import type { Side } from '../../shared/sla/history.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import type { Place } from '../../shared/ticket/place.ts'
import { type Stage, stages } from '../../shared/ticket/stages.ts'

export const at = (iso: string) => Date.parse(iso)
const registeredAt = at('2026-11-23T07:00:00Z')
export const anna = 7

const stageIds = Object.fromEntries(stages.map((stage) => [stage, `DT1_1:${stage}`]))
export const place: Place = {
  entityTypeId: 1,
  typeId: 1,
  categoryId: 1,
  fields: {},
  options: {},
  stages: stageIds as Place['stages'],
}

export const read: SideState = {
  readAt: at('2026-11-23T07:00:05Z'),
  seen: {
    title: 'Касса',
    stageId: stageIds.new ?? '',
    assignedById: 5,
    updatedAt: registeredAt,
    values: { level: '2', description: 'Не работает' },
    fileIds: [],
  },
  fileIds: [],
  stageMark: 0,
  ownMoves: [],
  commentMark: 0,
  readComments: [],
  echoes: [],
  goneUpTo: null,
}

export const ticket = (change: Partial<Ticket> = {}): Ticket => ({
  id: 't1',
  contractId: 'c1',
  termsVersion: 1,
  number: 7,
  memberIds: { customer: 'romashka', partner: 'martinsoft' },
  itemIds: { customer: 10, partner: 20 },
  title: 'Касса',
  level: 2,
  stage: 'new',
  values: { level: '2', description: 'Не работает' },
  sides: { customer: read, partner: read },
  clocks: computeClocks(defaultPolicy, defaultCalendar, [
    {
      kind: 'registered',
      id: 'customer:item:10',
      at: registeredAt,
      recordedAt: registeredAt,
      level: 2,
      consents: false,
      channel: 'portal',
    },
  ]),
  registeredAt,
  wakeAt: null,
  sweepAt: null,
  decisionReason: null,
  revision: 1,
  ...change,
})

export const item = (change: Partial<Item> = {}): Item => ({
  id: 20,
  xmlId: null,
  title: 'Касса',
  stageId: stageIds.new ?? '',
  createdAt: registeredAt,
  updatedAt: registeredAt,
  movedAt: null,
  updatedBy: null,
  movedBy: null,
  createdBy: anna,
  assignedById: 5,
  values: { level: '2', description: 'Не работает' },
  files: [],
  ...change,
})

export const reading = (side: Side, change: Partial<SideReading> = {}): SideReading => ({
  side,
  place,
  readAt: at('2026-11-23T09:00:00Z'),
  receivedAt: at('2026-11-23T09:00:00Z'),
  item: item(),
  moves: [],
  comments: [],
  names: new Map([[5, 'Иван Петров']]),
  ...change,
})

export const around: Surroundings = {
  persons: [
    {
      id: 'p1',
      name: 'Анна Лебедева',
      position: '',
      email: 'lebedeva@romashka.example',
      phone: '+7 495 000-00-07',
      isAuthorised: true,
      isOrganisational: false,
      portalUserId: anna,
    },
  ],
  publicMark: '#клиенту',
  own: [],
  known: [],
  toSafeText: (text) => text,
  onDeletion: 'restore',
  isUnsure: false,
}

export const comment = (text: string, change: Partial<Comment> = {}): Comment => ({
  id: 31,
  entityTypeId: 1,
  entityId: 20,
  createdAt: at('2026-11-23T08:00:00Z'),
  authorId: 5,
  text,
  files: [],
  ...change,
})

export const move = (to: Stage, id = 41) => ({
  id,
  at: at('2026-11-23T08:00:00Z'),
  stageId: stageIds[to] ?? '',
  kind: 'moved' as const,
})
