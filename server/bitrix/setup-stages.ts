import { z } from 'zod'
import type { Place } from '../../shared/ticket/place.ts'
import { type Stage, type StageSpec, stageSpecs } from '../../shared/ticket/stages.ts'
import type { Language } from '../../shared/words/language.ts'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { BitrixError } from './errors.ts'
import { bxBool, bxInt, bxList, bxText } from './rest-values.ts'
import { runAllOrFail } from './run-all-or-fail.ts'
import type { SmartProcess } from './setup-smart-process.ts'

/**
 * Makes the default pipeline that of tickets: stages by their codes, named, coloured and ordered as
 * ours. A stage that somebody else added stays, behind ours of its kind.
 */
export async function setUpStages(
  client: PortalClient,
  type: SmartProcess,
  language: Language,
): Promise<Pick<Place, 'categoryId' | 'stages'>> {
  const categoryId = await client.run(readDefaultCategory(type))
  const pipeline = { ...type, categoryId }
  const present = await client.run(listStatuses(pipeline))
  const wanted = Object.entries(stageSpecs).map(([stage, spec], index) => ({
    stage: stage as Stage,
    spec: { ...spec, name: spec.title[language] },
    sort: sorts[spec.semantics] + (index + 1) * 10,
  }))
  const ours = wanted.map((one) => ({
    ...one,
    status: present.find((status) => codeOf(status) === one.spec.code),
  }))
  const changes = ours.flatMap(({ spec, sort, status }) => {
    if (!status) return [addStatus(pipeline, spec, sort)]
    return isAsWanted(status, spec, sort) ? [] : [updateStatus(status, spec, sort)]
  })
  const foreign = present
    .filter((status) => !ours.some((one) => one.status === status) && isInTheWay(status))
    .map((status, index) => moveStatus(status, foreignSortOf(status) + index))
  await runAllOrFail(client, [...changes, ...foreign])
  const stages = Object.fromEntries(
    ours.map(({ stage, spec }) => [stage, stageIdOf(pipeline, spec.code)]),
  ) as Place['stages']
  return { categoryId, stages }
}

type Pipeline = SmartProcess & { categoryId: number }
/** A stage as the portal calls it. */
type NamedStage = StageSpec & { name: string }
type Status = {
  id: number
  statusId: string
  name: string
  sort: number
  color: string
  isFailure: boolean
}

/** Stages in work come first, the final ones last; between them there is room for others' stages. */
const sorts = { process: 0, success: 10_000, failure: 10_000 }
const foreignSortOf = ({ isFailure }: Status) => (isFailure ? 20_000 : 1000)
const isInTheWay = (status: Status) =>
  status.sort < foreignSortOf(status) || (!status.isFailure && status.sort >= sorts.success)

const dictionaryOf = (pipeline: Pick<Place, 'entityTypeId' | 'categoryId'>) =>
  `DYNAMIC_${pipeline.entityTypeId}_STAGE_${pipeline.categoryId}`
const stageIdOf = (pipeline: Pipeline, code: string) =>
  `DT${pipeline.entityTypeId}_${pipeline.categoryId}:${code}`
const codeOf = (status: Status) => status.statusId.split(':').at(-1)

const isAsWanted = (status: Status, spec: NamedStage, sort: number) =>
  status.name === spec.name &&
  status.sort === sort &&
  status.color.toLowerCase() === spec.color.toLowerCase()

const categorySchema = z.object({ id: bxInt, isDefault: bxBool })

function readDefaultCategory({ entityTypeId }: SmartProcess): Command<number> {
  const method = 'crm.category.list'
  const schema = z.object({ categories: bxList.pipe(z.array(categorySchema)) })
  return {
    method,
    params: { entityTypeId },
    read: (result) => {
      const { categories } = schema.parse(result)
      const category = categories.find((one) => one.isDefault) ?? categories[0]
      if (!category) throw noPipeline(method)
      return category.id
    },
  }
}

const noPipeline = (method: string) =>
  new BitrixError({ method, code: '', status: 200, message: 'The smart process has no pipeline' })

const statusSchema = z
  .object({
    ID: bxInt,
    STATUS_ID: z.string(),
    NAME: bxText,
    SORT: bxInt,
    COLOR: bxText,
    SEMANTICS: bxText,
  })
  .transform((raw): Status => ({
    id: raw.ID,
    statusId: raw.STATUS_ID,
    name: raw.NAME,
    sort: raw.SORT,
    color: raw.COLOR,
    isFailure: raw.SEMANTICS === 'F',
  }))

export function listStatuses(
  pipeline: Pick<Place, 'entityTypeId' | 'categoryId'>,
): Command<Status[]> {
  return {
    method: 'crm.status.list',
    params: { filter: { ENTITY_ID: dictionaryOf(pipeline) }, order: { SORT: 'ASC' } },
    read: (result) => z.array(statusSchema).parse(result),
  }
}

const semantics = { process: '', success: 'S', failure: 'F' }

function addStatus(pipeline: Pipeline, spec: NamedStage, sort: number): Command<null> {
  return {
    method: 'crm.status.add',
    params: {
      fields: {
        ENTITY_ID: dictionaryOf(pipeline),
        STATUS_ID: stageIdOf(pipeline, spec.code),
        NAME: spec.name,
        SORT: sort,
        COLOR: spec.color,
        SEMANTICS: semantics[spec.semantics],
      },
    },
    read: () => null,
  }
}

function updateStatus({ id }: Status, spec: NamedStage, sort: number): Command<null> {
  return {
    method: 'crm.status.update',
    params: { id, fields: { NAME: spec.name, SORT: sort, COLOR: spec.color } },
    read: () => null,
  }
}

function moveStatus({ id }: Status, sort: number): Command<null> {
  return { method: 'crm.status.update', params: { id, fields: { SORT: sort } }, read: () => null }
}
