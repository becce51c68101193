import { categoryOptions, levelOptions } from '../ticket/fields.ts'
import type { Words } from '../words/language.ts'

/** One setting of a robot, as the administrator of a portal fills it in. */
export type RobotProperty = {
  name: Words
  description?: Words
  type: 'string' | 'text' | 'int' | 'bool' | 'select' | 'user'
  isRequired?: true
  /** Of a select: what is stored → what is shown. */
  options?: Record<string, Words>
  default?: string
}

/** A value that the robot gives back to the automation. */
export type RobotReturn = { name: Words; type: 'string' | 'int' }

export type RobotSpec = {
  name: Words
  description: Words
  properties: Record<string, RobotProperty>
  returns: Record<string, RobotReturn>
}

/** Every robot says so when it could not do its work; empty when it could. */
export const errorReturn: RobotReturn = {
  name: { ru: 'Текст ошибки', en: 'Error text' },
  type: 'string',
}

export const ticketReturns: Record<string, RobotReturn> = {
  number: { name: { ru: 'Номер обращения', en: 'Ticket number' }, type: 'string' },
  error: errorReturn,
}

/** Which ticket a robot is about when it does not stand in the pipeline of tickets. */
export const ticketProperty: RobotProperty = {
  name: { ru: 'Номер обращения', en: 'Ticket number' },
  description: {
    ru: 'Оставьте пустым, если робот стоит в воронке обращений: тогда это само обращение',
    en: 'Leave empty in the pipeline of tickets: then it is the ticket itself',
  },
  type: 'string',
}

export const messageProperty: RobotProperty = {
  name: { ru: 'Текст сообщения', en: 'Message' },
  type: 'text',
  isRequired: true,
}

export const levelProperty = (levels: readonly string[]): RobotProperty => ({
  name: { ru: 'Критичность', en: 'Criticality' },
  type: 'select',
  options: Object.fromEntries(
    levelOptions.filter(({ key }) => levels.includes(key)).map(({ key, title }) => [key, title]),
  ),
})

export const categoryProperty: RobotProperty = {
  name: { ru: 'Категория услуги', en: 'Service category' },
  type: 'select',
  options: Object.fromEntries(categoryOptions.map(({ key, title }) => [key, title])),
}
