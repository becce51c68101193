import { z } from 'zod'

/** Numbers that REST writes as text: `"42"`. */
export const numeric = z.string().regex(/^-?\d+(\.\d+)?$/)
export const yesNo = z.enum(['Y', 'N'])
/** An instant with the offset of the portal. */
export const instant = z.iso.datetime({ offset: true })

/**
 * An object that bears all the documented keys, given by one text; those in `known` are also held
 * to their kind and can be used by the story. Keys beyond the documented ones are let through here:
 * a live portal may be newer than the documentation, and check.mjs names them in a recording.
 */
export function bearing<Known extends z.ZodRawShape>(keys: string, known: Known) {
  const needed = keys.split(' ')
  return z.looseObject(known).superRefine((value, context) => {
    const lacking = needed.filter((key) => !(key in value))
    if (lacking.length > 0) context.addIssue(`lacks ${lacking.join(', ')}`)
  })
}

const fieldKeys = 'type isRequired isReadOnly isImmutable isMultiple isDynamic title'

/** A dictionary of fields that describes at least the given ones. */
export function describing(names: string, more = '') {
  const field = bearing(`${fieldKeys} ${more}`.trim(), {
    type: z.string(),
    isRequired: z.boolean(),
  })
  return z.intersection(z.record(z.string(), field), bearing(names, {}))
}

/** Nothing worth telling: an empty answer, which PHP writes as null or as an empty list. */
export const nothing = z.union([z.null(), z.array(z.never())])
