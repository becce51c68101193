import { type Call } from '../method.ts'
import { nextId } from '../state.ts'
import { type Params, intOf, listOf, mapOf, textOf } from '../values.ts'

/** A telephone, an address or a messenger of a client. */
export type Channel = { id: number; valueType: string; value: string; typeId: string }

function readOne(call: Call, given: Params, present: Channel[]): Channel {
  const known = present.find(({ id }) => id === intOf(given['id']))
  return {
    id: known?.id ?? nextId(call.portal, 'channel', 101),
    valueType: textOf(given['valueType']) || (known?.valueType ?? 'WORK'),
    value: textOf(given['value']),
    typeId: textOf(given['typeId']) || (known?.typeId ?? 'PHONE'),
  }
}

/** Given ones are added, or changed by number, or removed by an empty value; the others stay. */
export function readChannels(call: Call, given: unknown, present: Channel[]): Channel[] {
  const read = listOf(given).map((one) => readOne(call, mapOf(one) ?? {}, present))
  const untouched = present.filter(({ id }) => !read.some((one) => one.id === id))
  return [...untouched, ...read.filter(({ value }) => value !== '')]
}

/** What a client's card shows besides the list of channels. */
export function channelSigns(channels: Channel[]): Params {
  const first = (typeId: string) => channels.find((one) => one.typeId === typeId)?.value ?? ''
  const [phone, email] = [first('PHONE'), first('EMAIL')]
  return { phone, email, hasPhone: phone !== '', hasEmail: email !== '' }
}
