import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing } from '../shape.ts'

const done = z.literal(true)

export const fieldTypeCases: Family = {
  name: 'kinds of fields that an app brings',
  needs: 'app',
  asksFor: 'userfieldtype.add',
  async play({ call, read, removal, target }) {
    const type = {
      USER_TYPE_ID: 'contract_check',
      HANDLER: target.sandbox?.handlerUrl ?? 'https://sla-desk.example.test/contract/',
      TITLE: 'Test type',
      DESCRIPTION: 'Test userfield type',
    }
    await call('userfieldtype.add', { ...type, OPTIONS: { height: 60 } }, done)
    const { USER_TYPE_ID } = type
    const remove = removal('userfieldtype.delete', { USER_TYPE_ID }, done)
    await read(
      'userfieldtype.list',
      {},
      z.array(bearing('USER_TYPE_ID HANDLER TITLE DESCRIPTION', {})).min(1),
    )
    await call('userfieldtype.update', { ...type, TITLE: 'Updated test type' }, done)
    await remove()
  },
}
