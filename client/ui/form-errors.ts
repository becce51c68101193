import type { z } from 'zod'

type FormError = { name: string; message: string }

/** Keys of i18n `validation.*` by what zod found; the shared schemas give some of them themselves. */
const keyOfCode: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  too_big: 'tooLong',
  too_small: 'required',
  invalid_type: 'required',
}

const named = /^[a-z][A-Za-z]*$/

/**
 * What is wrong with a form, for B24Form's `validate`: the shared schema finds it, i18n says it.
 *
 * @param say words of a key of `validation.*`
 */
export function formErrors(
  schema: z.ZodType,
  state: unknown,
  say: (key: string) => string,
): FormError[] {
  const result = schema.safeParse(state)
  if (result.success) return []
  return result.error.issues.map((issue) => ({
    name: issue.path.join('.'),
    message: say(named.test(issue.message) ? issue.message : (keyOfCode[issue.code] ?? 'invalid')),
  }))
}
