import { type MethodMap, reply } from '../method.ts'
import { fieldInfo } from './crm-access.ts'

const readOnly = { isReadOnly: true }
const needed = { isRequired: true }
const fixed = { isImmutable: true }
const many = { isMultiple: true }

/** Fields of activities of every kind, as the old methods of activities name them. */
const fields = {
  ID: fieldInfo('integer', 'ID', readOnly),
  OWNER_ID: fieldInfo('integer', 'ID владельца', fixed),
  OWNER_TYPE_ID: fieldInfo('crm_enum_ownertype', 'Тип владельца', fixed),
  TYPE_ID: fieldInfo('crm_enum_activitytype', 'Тип', { ...needed, ...fixed }),
  PROVIDER_ID: fieldInfo('string', 'Провайдер'),
  PROVIDER_TYPE_ID: fieldInfo('string', 'Тип провайдера'),
  PROVIDER_GROUP_ID: fieldInfo('string', 'Тип коннектора'),
  ASSOCIATED_ENTITY_ID: fieldInfo('integer', 'ID связанной сущности', readOnly),
  SUBJECT: fieldInfo('string', 'Тема', needed),
  START_TIME: fieldInfo('datetime', 'Начало'),
  END_TIME: fieldInfo('datetime', 'Окончание'),
  DEADLINE: fieldInfo('datetime', 'Крайний срок'),
  COMPLETED: fieldInfo('char', 'Выполнено'),
  STATUS: fieldInfo('crm_enum_activitystatus', 'Статус'),
  RESPONSIBLE_ID: fieldInfo('user', 'Ответственный', needed),
  PRIORITY: fieldInfo('crm_enum_activitypriority', 'Важность'),
  NOTIFY_TYPE: fieldInfo('crm_enum_activitynotifytype', 'Тип напоминания'),
  NOTIFY_VALUE: fieldInfo('integer', 'Срок напоминания'),
  DESCRIPTION: fieldInfo('string', 'Описание'),
  DESCRIPTION_TYPE: fieldInfo('crm_enum_contenttype', 'Вид описания'),
  DIRECTION: fieldInfo('crm_enum_activitydirection', 'Направление'),
  LOCATION: fieldInfo('string', 'Место'),
  CREATED: fieldInfo('datetime', 'Когда создано', readOnly),
  AUTHOR_ID: fieldInfo('user', 'Кем создано', readOnly),
  LAST_UPDATED: fieldInfo('datetime', 'Когда изменено', readOnly),
  EDITOR_ID: fieldInfo('user', 'Кем изменено', readOnly),
  SETTINGS: fieldInfo('object', 'Настройки'),
  ORIGIN_ID: fieldInfo('string', 'Внешний код'),
  ORIGINATOR_ID: fieldInfo('string', 'Внешний источник'),
  RESULT_STATUS: fieldInfo('integer', 'RESULT_STATUS'),
  RESULT_STREAM: fieldInfo('integer', 'RESULT_STREAM'),
  RESULT_SOURCE_ID: fieldInfo('string', 'RESULT_SOURCE_ID'),
  PROVIDER_PARAMS: fieldInfo('object', 'Параметры провайдера'),
  PROVIDER_DATA: fieldInfo('string', 'Данные провайдера'),
  RESULT_MARK: fieldInfo('integer', 'RESULT_MARK'),
  RESULT_VALUE: fieldInfo('double', 'RESULT_VALUE'),
  RESULT_SUM: fieldInfo('double', 'RESULT_SUM'),
  RESULT_CURRENCY_ID: fieldInfo('string', 'RESULT_CURRENCY_ID'),
  AUTOCOMPLETE_RULE: fieldInfo('integer', 'Автозавершение'),
  BINDINGS: fieldInfo('crm_activity_binding', 'Привязки', { ...readOnly, ...many }),
  COMMUNICATIONS: fieldInfo('crm_activity_communication', 'Связь', { ...needed, ...many }),
  FILES: fieldInfo('diskfile', 'Файлы', many),
  WEBDAV_ELEMENTS: {
    ...fieldInfo('diskfile', 'Добавленные файлы', many),
    isDeprecated: true,
  },
  IS_INCOMING_CHANNEL: fieldInfo('char', 'IS_INCOMING_CHANNEL', readOnly),
}

export const activityFieldMethods: MethodMap = {
  'crm.activity.fields': { scope: ['crm'], run: () => reply(fields) },
}
