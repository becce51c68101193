import { createHash } from 'node:crypto'
import { type EnumOption } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type PortalState, nextId } from '../state.ts'
import { type Params, intOf, isYes, listOf, mapOf, textOf } from '../values.ts'

function newOption(portal: PortalState, given: Params): EnumOption {
  const value = textOf(given['value'])
  if (value === '') throw new RestError('', 'The value of a list option is empty.')
  const id = nextId(portal, 'enumOption', 201)
  return {
    id,
    value,
    isDefault: isYes(given['def']),
    sort: intOf(given['sort']) ?? 500,
    xmlId: textOf(given['xmlId']) || createHash('md5').update(`${portal.name}:${id}`).digest('hex'),
  }
}

export const newOptions = (portal: PortalState, given: unknown): EnumOption[] =>
  listOf(given).map((one) => newOption(portal, mapOf(one) ?? {}))

/** `{id, del:"Y"}` removes, `{id, …}` changes, `{value}` adds; what is not named stays. */
export function changeOptions(
  portal: PortalState,
  present: EnumOption[],
  given: unknown,
): EnumOption[] {
  const options = [...present]
  for (const change of listOf(given).map((one) => mapOf(one) ?? {})) {
    const index = options.findIndex((option) => option.id === intOf(change['id']))
    const option = options[index]
    if (!option) options.push(newOption(portal, change))
    else if (isYes(change['del'])) options.splice(index, 1)
    else {
      option.value = textOf(change['value']) || option.value
      option.sort = intOf(change['sort']) ?? option.sort
      if (change['def'] !== undefined) option.isDefault = isYes(change['def'])
    }
  }
  return options
}
