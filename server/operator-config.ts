import { z } from 'zod'

/** Who runs this server: the licensor, and whom people ask about their data. Both or neither. */
export const operatorSchema = z
  .object({
    OPERATOR_NAME: z
      .string()
      .trim()
      .max(200)
      .default('')
      .describe(
        'full name of the firm that runs this server, as `/privacy` and `/licence` name it; the Marketplace asks for both pages',
      ),
    OPERATOR_EMAIL: z
      .email()
      .or(z.literal(''))
      .default('')
      .describe('where people write about their data and for support; needed with `OPERATOR_NAME`'),
  })
  .transform(({ OPERATOR_NAME: name, OPERATOR_EMAIL: email }, context) => {
    if ((name === '') !== (email === ''))
      context.addIssue({
        code: 'custom',
        path: [name === '' ? 'OPERATOR_NAME' : 'OPERATOR_EMAIL'],
        message: 'the operator needs both OPERATOR_NAME and OPERATOR_EMAIL',
      })
    return { operator: name === '' ? null : { name, email } }
  })

export type OperatorConfig = Readonly<{ name: string; email: string }>
