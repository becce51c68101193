import { openDatabase } from '../../server/db/database.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { demoEnvironment, type World } from './start-world.ts'

/** What the server keeps of both portals and must show to nobody, by what it is; needs a database file. */
export async function portalSecrets({ config, partner, customer }: World) {
  const secrets = new Map([
    ['client secret', demoEnvironment.B24_CLIENT_SECRET],
    ['session secret', demoEnvironment.SESSION_SECRET],
    ['token key', demoEnvironment.TOKEN_KEYS.split(':')[1] ?? ''],
  ])
  const db = await openDatabase(config.database, createSecretBox(config.tokenKeys))
  for (const { memberId, name } of [partner, customer]) {
    const [tokens, portal] = [await db.tokens.read(memberId), await db.portals.find(memberId)]
    secrets.set(`access token of ${name}`, tokens?.accessToken ?? '')
    secrets.set(`refresh token of ${name}`, tokens?.refreshToken ?? '')
    secrets.set(`application token of ${name}`, portal?.applicationToken ?? '')
  }
  await db.close()
  return secrets
}
