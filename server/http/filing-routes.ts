import { json, Router } from 'express'
import type { FilingRight } from '../../shared/api/filing.ts'
import { filingSchema } from '../../shared/api/filing.ts'
import type { createFileForPerson } from '../usecases/file-for-person.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

type Deps = {
  filingRight: (memberId: string, userId: number) => Promise<FilingRight>
  fileForPerson: ReturnType<typeof createFileForPerson>
}

/** Files go along as base64, all together up to `maxFilesBytes`. */
const bodyLimit = '56mb'

/** Who may file, and filing for those whom the portal does not let. */
export function filingRoutes({ filingRight, fileForPerson }: Deps): Router {
  const router = Router()
  router.get('/', async (request, response) => {
    const { memberId, userId } = sessionOf(request)
    response.json(await filingRight(memberId, userId))
  })
  router.post('/', json({ limit: bodyLimit }), async (request, response) => {
    const filing = parse(filingSchema, request.body)
    response.json({ itemId: await fileForPerson(sessionOf(request), filing) })
  })
  return router
}
