import { RestError } from '../rest-error.ts'
import { type Params, mapOf, textOf } from '../values.ts'

const required = (field: string): RestError =>
  new RestError('FIELD_IS_REQUIRED', `Поле ${field} обязательно`)

function mapAt(parent: Params, name: string, path: string): Params {
  const map = mapOf(parent[name])
  if (!map) throw required(path)
  return map
}

function checkKeys(map: Params, path: string, max: number): void {
  const keys = Object.keys(map)
  if (keys.length > max) throw new RestError('TOO_MANY_ITEMS', `Слишком много элементов: ${path}`)
  if (keys.some((key) => !/^[A-Za-z0-9_]+$/.test(key))) {
    throw new RestError('KEY_CONTAIN_WRONG_SYMBOLS', `Недопустимый ключ: ${path}`)
  }
}

function oneOf(value: unknown, allowed: string[], path: string): void {
  if (!allowed.includes(textOf(value)))
    throw new RestError('ENUM_FIELD', `Недопустимое значение: ${path}`)
}

function checkBody(layout: Params): void {
  const body = mapAt(layout, 'body', 'layout.body')
  if (textOf(mapOf(body['logo'])?.['code']) === '') throw required('layout.body.logo.code')
  const blocks = mapAt(body, 'blocks', 'layout.body.blocks')
  if (!Object.keys(blocks).length) throw required('layout.body.blocks')
  checkKeys(blocks, 'layout.body.blocks', 20)
  for (const [key, block] of Object.entries(blocks)) {
    const types = ['text', 'largeText', 'link', 'withTitle', 'lineOfBlocks', 'deadline']
    oneOf(mapOf(block)?.['type'], types, `layout.body.blocks.${key}.type`)
  }
}

function checkFooter(layout: Params): void {
  const footer = mapOf(layout['footer'])
  const buttons = mapOf(footer?.['buttons']) ?? {}
  checkKeys(buttons, 'layout.footer.buttons', 2)
  for (const [key, value] of Object.entries(buttons)) {
    const button = mapOf(value) ?? {}
    if (textOf(button['title']) === '') throw required(`layout.footer.buttons.${key}.title`)
    oneOf(button['type'], ['primary', 'secondary'], `layout.footer.buttons.${key}.type`)
  }
}

/** Refuses a layout that breaks the documented form (platform.md §6). */
export function checkLayout(value: unknown): Params {
  const layout = mapOf(value)
  if (!layout || !Object.keys(layout).length) {
    throw new RestError('ERROR_EMPTY_LAYOUT', 'Пустой layout')
  }
  if (textOf(mapOf(layout['icon'])?.['code']) === '') throw required('layout.icon.code')
  const header = mapAt(layout, 'header', 'layout.header')
  if (textOf(header['title']) === '' && !mapOf(header['title']))
    throw required('layout.header.title')
  const tags = mapOf(header['tags']) ?? {}
  checkKeys(tags, 'layout.header.tags', 2)
  for (const [key, tag] of Object.entries(tags)) {
    const types = ['warning', 'success', 'failure', 'primary', 'secondary']
    oneOf(mapOf(tag)?.['type'], types, `layout.header.tags.${key}.type`)
  }
  checkBody(layout)
  checkFooter(layout)
  return layout
}
