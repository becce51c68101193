import type { Clock } from '../shared/time.ts'
import type { PortalClients } from './bitrix/client.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { createNotePulse } from './jobs/note-pulse.ts'
import { createReadCertificate } from './operation/certificate.ts'
import type { Meters } from './operation/meters.ts'
import { createViewCondition } from './usecases/view-condition.ts'

type World = { clients: PortalClients; meters: Meters; clock: Clock }

/** The part of the app that shows administrators how everything does. */
export function createCondition(db: Database, config: Config, { clients, meters, clock }: World) {
  const readCertificate = createReadCertificate(config.publicUrl, clock)
  const server = async () => ({
    certificate: await readCertificate(),
    hasOlderKeys: config.tokenKeys.length > 1,
    hasOlderSecret: config.sessionSecrets.length > 1,
    sendsMail: config.mail !== null,
  })
  return {
    notePulse: createNotePulse({ db, meters, clients }),
    ...createViewCondition({ db, clock, server }),
  }
}
