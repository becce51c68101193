import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, reply, scopesOf } from '../method.ts'
import { type PortalUser } from '../types.ts'
import { type Params, isoIn, listOf, mapOf, textOf } from '../values.ts'

/** The current person is never idle: here the moment of the last activity is a text. */
function drawCurrent(call: Call): Params {
  const at = isoIn(call.portal.timeZone, call.now)
  return {
    ...drawUser(call, call.user),
    LAST_ACTIVITY_DATE: at.slice(0, 19).replace('T', ' '),
    IS_ONLINE: 'Y',
  }
}

const userScopes = ['user', 'user_basic', 'user_brief']

/** e-mail and telephone need more than `user_brief`. */
function seesContacts(call: Call): boolean {
  const scopes = scopesOf(call)
  return !scopes || scopes.includes('user') || scopes.includes('user_basic')
}

const registeredAt = Date.UTC(2024, 6, 15)

function drawUser(call: Call, user: PortalUser): Params {
  const zone = call.portal.timeZone
  return {
    ID: String(user.id),
    ACTIVE: user.isActive,
    NAME: user.name,
    LAST_NAME: user.lastName,
    SECOND_NAME: '',
    ...(seesContacts(call) && { EMAIL: user.email }),
    LAST_LOGIN: isoIn(zone, registeredAt),
    DATE_REGISTER: isoIn(zone, registeredAt),
    TIME_ZONE: user.timeZone,
    IS_ONLINE: 'N',
    TIMESTAMP_X: {},
    LAST_ACTIVITY_DATE: {},
    PERSONAL_GENDER: '',
    PERSONAL_WWW: '',
    PERSONAL_BIRTHDAY: '',
    ...(seesContacts(call) && { PERSONAL_MOBILE: user.phone }),
    PERSONAL_CITY: '',
    ...(seesContacts(call) && { WORK_PHONE: user.phone }),
    WORK_POSITION: user.position,
    UF_EMPLOYMENT_DATE: '',
    UF_DEPARTMENT: user.departmentIds,
    USER_TYPE: 'employee',
  }
}

/** FILTER as a map, or its names at the top level, as old callers write them. */
function filterOf(params: Params): Params {
  const control = new Set([
    'SORT',
    'ORDER',
    'FILTER',
    'ADMIN_MODE',
    'SELECT',
    'START',
    'IMAGE_RESIZE',
  ])
  const loose = Object.entries(params).filter(([key]) => !control.has(key))
  return { ...Object.fromEntries(loose), ...mapOf(params['FILTER']) }
}

const lowers = (user: Params): string =>
  ['NAME', 'LAST_NAME', 'WORK_POSITION', 'EMAIL']
    .map((key) => textOf(user[key]))
    .join(' ')
    .toLowerCase()

/** FIND is the full-text search of user.search. */
function usersFor(call: Call, filter: Params): Params[] {
  const users = call.portal.users.map((user) => drawUser(call, user))
  const words = textOf(filter['FIND'] ?? filter['NAME_SEARCH'])
    .toLowerCase()
    .split(/\s+/)
  return users.filter((user) => words.every((word) => lowers(user).includes(word)))
}

function listUsers(call: Call, params: Params) {
  const filter = filterOf(params)
  const plain = Object.entries(filter).filter(([key]) => !/^(FIND|NAME_SEARCH)$/.test(key))
  const sort = textOf(params['SORT']) || 'ID'
  const chosen = listOf(params['SELECT']).map(textOf)
  const page = listPage(
    usersFor(call, filter),
    {
      filter: Object.fromEntries(plain),
      order: { [sort]: textOf(params['ORDER']) || 'ASC' },
      start: params['START'],
    },
    {
      column: (name) => {
        const isNumber = /^(ID|UF_DEPARTMENT)$/.test(name)
        const type = isNumber ? 'number' : name === 'ACTIVE' ? 'flag' : 'text'
        return { type, read: (user) => user[name] }
      },
      instant: () => null,
      onUnknown: () => undefined,
    },
  )
  return listReply(page, (rows) =>
    rows.map((row) =>
      chosen.length && !chosen.includes('*')
        ? Object.fromEntries(Object.entries(row).filter(([key]) => chosen.includes(key)))
        : row,
    ),
  )
}

type Department = { ID: string; NAME: string; SORT: number; PARENT?: string; UF_HEAD?: string }

function departmentsOf(call: Call): Department[] {
  const seeds = call.portal.seed.departments ?? [{ id: 1, name: call.portal.title }]
  return seeds.map(({ id, name, parent, head }) => ({
    ID: String(id),
    NAME: name,
    SORT: 500,
    ...(parent !== undefined && { PARENT: String(parent) }),
    ...(head !== undefined && { UF_HEAD: String(head) }),
  }))
}

function listDepartments(call: Call, params: Params) {
  const { SORT: sort, ORDER: order, START: start, ...filter } = params
  const page = listPage(
    departmentsOf(call),
    { filter, order: { [textOf(sort) || 'ID']: textOf(order) }, start },
    {
      column: (name) => ({
        type: name === 'NAME' ? 'text' : 'number',
        read: (row) => row[name as keyof Department],
      }),
      instant: () => null,
      onUnknown: () => undefined,
    },
  )
  return listReply(page, (rows) => rows)
}

const userFields = [
  'ID',
  'XML_ID',
  'ACTIVE',
  'NAME',
  'LAST_NAME',
  'SECOND_NAME',
  'EMAIL',
  'LAST_LOGIN',
  'DATE_REGISTER',
  'TIME_ZONE',
  'IS_ONLINE',
  'TIMESTAMP_X',
  'LAST_ACTIVITY_DATE',
  'PERSONAL_GENDER',
  'PERSONAL_BIRTHDAY',
  'PERSONAL_MOBILE',
  'WORK_PHONE',
  'WORK_POSITION',
  'UF_EMPLOYMENT_DATE',
  'UF_DEPARTMENT',
  'USER_TYPE',
]

const departmentFields = {
  ID: 'ID',
  NAME: 'Название отдела',
  SORT: 'Сортировка',
  PARENT: 'Родительский отдел',
  UF_HEAD: 'Руководитель',
}

export const userMethods: MethodMap = {
  profile: {
    scope: [],
    run: ({ user }) =>
      reply({
        ID: String(user.id),
        ADMIN: user.isAdmin,
        NAME: user.name,
        LAST_NAME: user.lastName,
        PERSONAL_GENDER: '',
        TIME_ZONE: user.timeZone,
      }),
  },
  'user.current': { scope: userScopes, run: (call) => reply(drawCurrent(call)) },
  'user.get': { scope: userScopes, isAnyCase: true, run: listUsers },
  'user.search': { scope: userScopes, isAnyCase: true, run: listUsers },
  'user.admin': { scope: [], run: ({ user }) => reply(user.isAdmin) },
  'user.access': {
    scope: [],
    isAnyCase: true,
    run: ({ user }, params) =>
      reply(listOf(params['ACCESS']).some((code) => ['AU', `U${user.id}`].includes(textOf(code)))),
  },
  'user.fields': {
    scope: userScopes,
    run: () => reply(Object.fromEntries(userFields.map((name) => [name, name]))),
  },
  'department.fields': { scope: ['department'], run: () => reply(departmentFields) },
  'department.get': { scope: ['department'], isAnyCase: true, run: listDepartments },
}
