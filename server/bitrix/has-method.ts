import { z } from 'zod'
import type { Outcome } from './client.ts'
import type { Command } from './command.ts'

const answerSchema = z.object({ isExisting: z.boolean(), isAvailable: z.boolean() })

/** Whether the portal has a method and our app may call it. */
export function hasMethod(name: string): Command<boolean> {
  return {
    method: 'method.get',
    params: { name },
    read: (result) => {
      const { isExisting, isAvailable } = answerSchema.parse(result)
      return isExisting && isAvailable
    },
  }
}

/** An old portal that does not know the question is simply asked for the thing itself. */
export const mayHave = (outcome: Outcome<boolean>): boolean => !outcome.ok || outcome.value
