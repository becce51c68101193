import { useMutation, type UseMutationReturnType } from '@tanstack/vue-query'
import { ref, type Ref } from 'vue'
import type { Evidence } from '../../../shared/api/evidence.ts'
import { type EvidenceReport, verifyEvidence } from '../../../shared/evidence/verify-evidence.ts'
import { useApi } from '../../api/request.ts'
import { useFrame } from '../../bitrix/frame.ts'
import { browserSha256 } from './browser-sha256.ts'
import { fetchEvidence } from './fetch-evidence.ts'

export type Verified = { evidence: Evidence; report: EvidenceReport }
/** Tickets read count half, tickets verified the other half. */
export type Progress = { done: number; total: number }

/** Tickets between which the page may paint. */
const paintEvery = 25

const painted = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve)
  })

/** Reads a contract's evidence and verifies it here, in the person's browser. */
export function useVerification(contractId: string): {
  verify: UseMutationReturnType<Verified, Error, void, unknown>
  progress: Ref<Progress | null>
} {
  const api = useApi()
  const frame = useFrame()
  const progress = ref<Progress | null>(null)

  async function run(): Promise<Verified> {
    progress.value = { done: 0, total: 1 }
    const evidence = await fetchEvidence(contractId, {
      ...{ api, frame },
      onRead: (done, head) => (progress.value = { done, total: 2 * Math.max(head.tickets, 1) }),
    })
    const all = evidence.tickets.length
    const report = await verifyEvidence(evidence, {
      sha256: browserSha256,
      async onTicket(done) {
        progress.value = { done: all + done, total: 2 * all }
        if (done % paintEvery === 0) await painted()
      },
    })
    return { evidence, report }
  }

  const verify = useMutation({
    mutationFn: run,
    onSettled: () => (progress.value = null),
  })
  return { verify, progress }
}
