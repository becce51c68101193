import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, instant, numeric } from '../shape.ts'

const about =
  'ID CODE VERSION STATUS INSTALLED PAYMENT_EXPIRED DAYS LANGUAGE_ID LICENSE LICENSE_TYPE ' +
  'LICENSE_FAMILY'

export const applicationCases: Family = {
  name: 'what the portal tells of itself',
  async play({ read, refuse, target }) {
    await read('server.time', {}, instant)
    await read('scope', {}, z.array(z.string()).min(1))
    await read('scope', { full: true }, z.array(z.string()).min(1))
    const known = await read(
      'method.get',
      { name: 'user.get' },
      z.object({ isExisting: z.boolean(), isAvailable: z.boolean() }),
    )
    if (!known.isExisting) throw new Error('user.get is unknown')
    await read('feature.get', { CODE: 'rest_offline_extended' }, bearing('value', {}))
    if (target.isApp) await read('app.info', {}, bearing(about, { ID: z.number() }))
    await refuse('sla.desk.noSuchMethod', {}, { status: 404, error: 'ERROR_METHOD_NOT_FOUND' })
  },
}

const options = { data: 'value', data2: 'value2' }

export const optionCases: Family = {
  name: 'options of the application and of its users',
  needs: 'emulator',
  async play({ call, read }) {
    for (const whose of ['app', 'user']) {
      await call(`${whose}.option.set`, { options }, z.literal(true))
      await read(`${whose}.option.get`, {}, z.object({ data: z.literal('value') }))
      await read(`${whose}.option.get`, { option: 'data2' }, z.literal('value2'))
    }
  },
}

export const batchCases: Family = {
  name: 'batch',
  async play({ call, read }) {
    const cmd = { who: 'user.current', what: 'department.get' }
    // How long it took differs from time to time.
    const time = bearing('start finish duration processing date_start date_finish', {}).transform(
      () => true,
    )
    await read(
      'batch',
      { halt: 0, cmd },
      z.object({
        result: z.object({ who: bearing('ID NAME', { ID: numeric }), what: z.array(z.unknown()) }),
        result_error: z.tuple([]),
        result_time: z.object({ who: time, what: time }),
      }),
    )
    const { result } = await call(
      'batch',
      { halt: 1, cmd: { me: 'profile', again: 'user.get?ID=$result[me][ID]' } },
      z.object({
        result: z.object({ me: z.object({ ID: numeric }), again: z.array(z.unknown()) }),
      }),
    )
    if (result.again.length !== 1) throw new Error('$result was not put in')
    await call(
      'batch',
      { halt: 1, cmd: { bad: 'user.option.unset', never: 'profile' } },
      z.object({ result: z.tuple([]), result_error: z.object({ bad: bearing('error', {}) }) }),
    )
  },
}
