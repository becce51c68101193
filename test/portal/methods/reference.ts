import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { nextId, shelf } from '../state.ts'
import { type Params, intOf, isoIn, listOf, mapOf, textOf } from '../values.ts'
import { builtInTypes, shortCode, typeName } from './built-in-types.ts'
import { fieldInfo, findType, missingParam, requireCrmAdmin, requiredInt } from './crm-access.ts'
import { stageEntity, stagePrefix } from './stages.ts'

const ownerTypes = (call: Call) =>
  [...builtInTypes, ...call.portal.types].map(({ entityTypeId, title }) => ({
    ID: entityTypeId,
    NAME: title,
    SYMBOL_CODE: typeName(entityTypeId),
    SYMBOL_CODE_SHORT: shortCode(entityTypeId),
  }))

/** Dictionaries of stages, one per funnel. */
const stageDictionaries = (call: Call) =>
  call.portal.categories.map((category) => {
    const type = findType(call, category.entityTypeId)
    const { entityTypeId, id } = category
    const prefix = stagePrefix(entityTypeId, id).replace(':', '')
    return {
      ID: stageEntity(entityTypeId, id),
      NAME: `${type?.title ?? ''} (${category.name})`,
      SEMANTIC_INFO: [],
      ...(prefix !== '' && { PREFIX: prefix }),
      FIELD_ATTRIBUTE_SCOPE: prefix === '' ? '' : `category_${id}`,
      ENTITY_TYPE_ID: entityTypeId,
      IS_ENABLED: type?.flags['isStagesEnabled'] ?? false,
      CATEGORY_ID: id,
    }
  })

const plainDictionaries = [
  {
    ID: 'STATUS',
    NAME: 'Стадии лидов',
    SEMANTIC_INFO: {
      START_FIELD: 'NEW',
      FINAL_SUCCESS_FIELD: 'CONVERTED',
      FINAL_UNSUCCESS_FIELD: 'JUNK',
      FINAL_SORT: 0,
    },
    ENTITY_TYPE_ID: 1,
  },
  { ID: 'SOURCE', NAME: 'Источники' },
]

const rouble = (call: Call) => ({
  CURRENCY: 'RUB',
  AMOUNT_CNT: '1',
  AMOUNT: '1.0000',
  SORT: '100',
  BASE: 'Y',
  FULL_NAME: 'Российский рубль',
  LID: call.portal.language,
  FORMAT_STRING: '# &#8381;',
  DEC_POINT: '.',
  THOUSANDS_SEP: '&nbsp;',
  DECIMALS: '2',
  DATE_UPDATE: isoIn(call.portal.timeZone, call.now),
})

const groups: Record<string, string> = {
  G2: 'Все посетители',
  AU: 'Все авторизованные пользователи',
}

function accessNames(call: Call, params: Params) {
  const known = listOf(params['ACCESS'])
    .map(textOf)
    .flatMap((code) => {
      const user = call.portal.users.find(({ id }) => code === `U${id}`)
      const name = groups[code] ?? (user && `${user.name} ${user.lastName}`)
      return name === undefined
        ? []
        : [[code, { provider: '', name, provider_id: user ? 'user' : 'other' }]]
    })
  return reply(known.length ? (Object.fromEntries(known) as Params) : [])
}

const solutions = (call: Call) => shelf(call.portal, 'solution')

function requiredSolution(call: Call, params: Params): Params {
  requireCrmAdmin(call)
  const solution = solutions(call).get(String(requiredInt(params, 'id')))
  if (!solution) throw new RestError('NOT_FOUND', 'Рабочее место не найдено')
  return solution
}

const typeIds = (value: unknown): number[] =>
  listOf(value)
    .map(intOf)
    .filter((id) => id !== null)

function addSolution(call: Call, params: Params) {
  requireCrmAdmin(call)
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  const title = textOf(fields['title'])
  if (title === '') throw new RestError('BX_EMPTY_REQUIRED', 'Не указано название')
  const id = nextId(call.portal, 'solution')
  const automatedSolution = { id, title, typeIds: typeIds(fields['typeIds']) }
  solutions(call).set(String(id), automatedSolution)
  return reply({ automatedSolution })
}

function updateSolution(call: Call, params: Params) {
  const automatedSolution = requiredSolution(call, params)
  const fields = mapOf(params['fields']) ?? {}
  if (textOf(fields['title']) !== '') automatedSolution['title'] = textOf(fields['title'])
  if (fields['typeIds'] !== undefined) automatedSolution['typeIds'] = typeIds(fields['typeIds'])
  return reply({ automatedSolution })
}

function deleteSolution(call: Call, params: Params) {
  const solution = requiredSolution(call, params)
  if (typeIds(solution['typeIds']).length) {
    throw new RestError('HAS_BOUND_TYPES', 'К рабочему месту привязаны смарт-процессы')
  }
  solutions(call).delete(textOf(solution['id']))
  return reply(null)
}

const crm = ['crm']

/** Dictionaries, and digital workplaces that smart processes are put into. */
export const referenceMethods: MethodMap = {
  'access.name': { scope: [], isAnyCase: true, run: accessNames },
  'crm.enum.ownertype': {
    scope: crm,
    run: (call) => reply(ownerTypes(call)),
  },
  'crm.status.entity.types': {
    scope: crm,
    run: (call) => reply([...plainDictionaries, ...stageDictionaries(call)]),
  },
  'crm.currency.base.get': { scope: crm, run: () => reply('RUB') },
  'crm.currency.list': { scope: crm, run: (call) => ({ result: [rouble(call)], total: 1 }) },
  'crm.automatedsolution.add': { scope: crm, run: addSolution },
  'crm.automatedsolution.get': {
    scope: crm,
    run: (call, params) => reply({ automatedSolution: requiredSolution(call, params) }),
  },
  'crm.automatedsolution.list': {
    scope: crm,
    run(call) {
      requireCrmAdmin(call)
      const rows = [...solutions(call).values()]
      return { result: { automatedSolutions: rows }, total: rows.length }
    },
  },
  'crm.automatedsolution.update': { scope: crm, run: updateSolution },
  'crm.automatedsolution.delete': { scope: crm, run: deleteSolution },
  'crm.automatedsolution.fields': {
    scope: crm,
    run: () =>
      reply({
        id: { ...fieldInfo('integer', 'ID', { isReadOnly: true }), upperName: 'ID' },
        title: { ...fieldInfo('string', 'TITLE', { isRequired: true }), upperName: 'TITLE' },
        typeIds: {
          ...fieldInfo('crm_dynamic_type', 'TYPE_IDS', { isMultiple: true }),
          upperName: 'TYPE_IDS',
        },
      }),
  },
}
