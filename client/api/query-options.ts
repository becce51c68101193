import type { DefaultOptions } from '@tanstack/vue-query'
import { ApiError } from './api-error.ts'

const passing = new Set(['offline', 'portalUnavailable', 'internal'])

/** Reads are repeated where it may help; a refusal is shown at once, and writes never repeat. */
export const queryOptions: DefaultOptions = {
  queries: {
    retry: (failures, error) =>
      failures < 2 && error instanceof ApiError && passing.has(error.code),
    retryDelay: (failures) => 500 * 2 ** failures,
    staleTime: 2_000,
  },
  mutations: { retry: false },
}
