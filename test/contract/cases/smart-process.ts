import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, describing, nothing, yesNo } from '../shape.ts'

const switches = [
  ...['Categories', 'Stages', 'BeginCloseDates', 'Client', 'UseInUserfield', 'LinkWithProducts'],
  ...['Mycompany', 'Documents', 'Source', 'Observers', 'Recyclebin', 'Automation', 'BizProc'],
].map((name) => `is${name}Enabled`)
const plain = `id title createdBy entityTypeId customSectionId createdTime updatedTime updatedBy isSetOpenPermissions ${switches.join(' ')}`
const shown = `${plain} isPaymentsEnabled isCountersEnabled`
const whole = `${shown} relations linkedUserFields customSections`
const known = { id: z.number(), entityTypeId: z.number(), isStagesEnabled: yesNo }
const type = z.object({ type: bearing(whole, known) })

export const smartProcessCases: Family = {
  name: 'smart processes',
  async play({ call, read, removal, refuse }) {
    const made = await call(
      'crm.type.add',
      {
        fields: {
          title: 'SPA',
          isAutomationEnabled: 'Y',
          isCategoriesEnabled: 'Y',
          isStagesEnabled: 'Y',
          isUseInUserfieldEnabled: 'Y',
          linkedUserFields: { 'TASKS_TASK|UF_CRM_TASK': 'true' },
          relations: {
            parent: [{ entityTypeId: 2, isChildrenListEnabled: 'true' }],
            child: [{ entityTypeId: 3, isChildrenListEnabled: 'true' }, { entityTypeId: 4 }],
          },
        },
      },
      type,
    )
    const { id, entityTypeId } = made.type
    const remove = removal('crm.type.delete', { id }, nothing)
    await read('crm.type.get', { id }, type)
    await read('crm.type.getByEntityTypeId', { entityTypeId }, type)
    await read('crm.type.fields', {}, z.object({ fields: describing(plain, 'upperName') }))
    await read(
      'crm.type.list',
      { filter: { isAutomationEnabled: 'Y', isCategoriesEnabled: 'Y' }, order: { id: 'DESC' } },
      z.object({ types: z.array(bearing(shown, known)).min(1) }),
    )
    const changed = await call(
      'crm.type.update',
      { id, fields: { title: 'SPA 2', isAutomationEnabled: 'N', isObserversEnabled: 'Y' } },
      type,
    )
    z.object({ title: z.literal('SPA 2'), isObserversEnabled: z.literal('Y') }).parse(changed.type)
    await remove()
    await refuse('crm.type.get', { id }, { status: 400, error: '0' })
  },
}

export const workplaceCases: Family = {
  name: 'digital workplaces',
  async play({ call, read, removal }, { typeId }) {
    const solution = z.object({
      automatedSolution: bearing('id title typeIds', {
        id: z.number(),
        typeIds: z.array(z.number()),
      }),
    })
    const { automatedSolution } = await call(
      'crm.automatedsolution.add',
      { fields: { title: 'HR', typeIds: [typeId] } },
      solution,
    )
    const { id } = automatedSolution
    const remove = removal('crm.automatedsolution.delete', { id }, nothing)
    const empty = { id, fields: { title: 'HR & Customer Success', typeIds: [] } }
    const release = removal('crm.automatedsolution.update', empty, solution)
    await read('crm.automatedsolution.get', { id }, solution)
    await read(
      'crm.automatedsolution.list',
      { order: { id: 'DESC' } },
      z.object({ automatedSolutions: z.array(bearing('id title typeIds', {})).min(1) }),
    )
    await read('crm.automatedsolution.fields', {}, describing('id title typeIds', 'upperName'))
    await release()
    await remove()
  },
}
