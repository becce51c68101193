import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, numeric } from '../shape.ts'

const personKeys =
  'ID ACTIVE NAME LAST_NAME EMAIL LAST_LOGIN DATE_REGISTER IS_ONLINE LAST_ACTIVITY_DATE ' +
  'PERSONAL_GENDER PERSONAL_BIRTHDAY WORK_POSITION UF_EMPLOYMENT_DATE UF_DEPARTMENT'
const person = bearing(personKeys, { ID: numeric, ACTIVE: z.boolean() })
const people = z.array(person).min(1)

const named = bearing('provider name provider_id', {})

export const peopleCases: Family = {
  name: 'people, departments and who they are',
  async play({ read }, { userId }) {
    await read('profile', {}, bearing('ID ADMIN NAME LAST_NAME PERSONAL_GENDER TIME_ZONE', {}))
    await read('user.admin', {}, z.boolean())
    const me = await read('user.current', {}, person)
    if (Number(me.ID) !== userId) throw new Error('two answers to who I am')
    await read('user.get', { ID: userId }, z.tuple([person]))
    await read('user.get', { SORT: 'ID', ORDER: 'asc', start: 0 }, people)
    await read('user.get', { FILTER: { '@ID': [userId] }, ADMIN_MODE: true }, people)
    await read('user.search', { FIND: String(me['NAME']) }, people)
    await read(
      'user.fields',
      {},
      bearing('ID NAME LAST_NAME EMAIL WORK_POSITION UF_DEPARTMENT', {}),
    )
    await read('user.access', { ACCESS: ['G2', 'AU'] }, z.boolean())
    await read('access.name', { ACCESS: ['G2', 'AU'] }, z.object({ G2: named, AU: named }))
    const department = bearing('ID NAME SORT', { ID: numeric, SORT: z.number() })
    await read('department.get', { sort: 'NAME', order: 'DESC' }, z.array(department).min(1))
    await read('department.get', { PARENT: 1 }, z.array(department))
    await read('department.fields', {}, bearing('ID NAME SORT PARENT UF_HEAD', {}))
  },
}
