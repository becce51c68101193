/** One change that waits: the newest state of one object, not its history. */
export type OfflineRecord = {
  id: number
  at: number
  event: string
  data: Record<string, unknown>
  messageId: string
  /** Queue of an app's connector; empty = the queue without one. */
  connector: string
  clientId: string
  /** Set while somebody has reserved it. */
  processId: string
  hasError: boolean
}

export type OfflineQueue = ReturnType<typeof createOfflineQueue>

export type OfflineSource = { clientId: string; connector: string }

/** Offline events of all apps of a portal (platform.md §4.3). */
export function createOfflineQueue() {
  let records: OfflineRecord[] = []
  let nextRecordId = 1
  const of = (source: OfflineSource) => (record: OfflineRecord) =>
    record.clientId === source.clientId && record.connector === source.connector

  return {
    /** A newer change of the same object takes the place of the waiting one. */
    put(
      change: Pick<OfflineRecord, 'at' | 'event' | 'data' | 'connector' | 'clientId' | 'messageId'>,
    ) {
      const waiting = records.find(
        (record) =>
          of(change)(record) && record.processId === '' && record.messageId === change.messageId,
      )
      if (waiting) {
        waiting.at = change.at
        return
      }
      records.push({ id: nextRecordId++, ...change, processId: '', hasError: false })
    },
    list: (source: OfflineSource): OfflineRecord[] => records.filter(of(source)),
    reserve(chosen: OfflineRecord[], processId: string): void {
      for (const record of chosen) Object.assign(record, { processId, hasError: false })
    },
    remove(chosen: OfflineRecord[]): void {
      records = records.filter((record) => !chosen.includes(record))
    },
    wipe(clientId: string): void {
      records = records.filter((record) => record.clientId !== clientId)
    },
  }
}
