import { z } from 'zod'
import { encodePhpForm } from '../portal/php-form.ts'
import { type Bench, type Figure, comparedWith } from './measure.ts'
import { requestsPerSecond } from './http-load.ts'
import { withServer } from './server-of-bench.ts'

const batchSize = 50

const toldSchema = z.object({
  emulator: z.string(),
  express: z.string(),
  auth: z.string(),
  entityTypeId: z.number(),
  itemCount: z.number(),
})
type Told = z.infer<typeof toldSchema>

/** What the bridge asks all the time, reading more often than writing. */
const mix = ({ entityTypeId, itemCount }: Told) => {
  const one = (index: number) => ({ entityTypeId, id: 1 + (index % itemCount) })
  const calls = [
    (index: number) => ['crm.item.get', one(index)] as const,
    (index: number) =>
      ['crm.item.update', { ...one(index), fields: { title: `Касса ${index}` } }] as const,
    () => ['user.current', {}] as const,
    (index: number) =>
      ['crm.item.list', { entityTypeId, filter: { id: 1 + (index % itemCount) } }] as const,
  ]
  return (index: number) => calls[index % calls.length]?.(index) ?? (['profile', {}] as const)
}

async function measure(told: Told): Promise<Figure[]> {
  const { auth, entityTypeId, itemCount, emulator, express } = told
  const one = (index: number) => ({ entityTypeId, id: 1 + (index % itemCount) })
  const mixed = mix(told)
  const cmd = Array.from(
    { length: batchSize },
    (_none, index) => `crm.item.get?${encodePhpForm(one(index))}`,
  )
  const getBy = (base: string) =>
    requestsPerSecond((index) => ({
      address: new URL('crm.item.get', base),
      body: { ...one(index), auth },
    }))
  const plain: Figure = {
    name: 'an Express handler that answers crm.item.get',
    value: await getBy(express),
    unit: 'ops/s',
  }
  const single: Figure = { name: 'crm.item.get', value: await getBy(emulator), unit: 'ops/s' }
  const calls = await requestsPerSecond((index) => {
    const [method, params] = mixed(index)
    return { address: new URL(method, emulator), body: { ...params, auth } }
  })
  const batches = await requestsPerSecond(() => ({
    address: new URL('batch', emulator),
    body: { halt: 0, cmd, auth },
  }))
  const target = { atLeast: 2_000 }
  return [
    { name: 'REST calls, reading and writing', value: calls, unit: 'ops/s', target },
    {
      name: `calls inside batches of ${batchSize}`,
      value: batches * batchSize,
      unit: 'ops/s',
      target,
    },
    plain,
    comparedWith(single, plain),
  ]
}

/** How much traffic the emulated portal bears, so that it is never the bottleneck of a bench. */
export const portalBench: Bench = {
  name: 'portal',
  run: () => withServer('portal-server.ts', toldSchema, measure),
}
