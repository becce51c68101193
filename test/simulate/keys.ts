import { parseConfig } from '../../server/config.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { demoEnvironment } from '../support/start-world.ts'

const { tokenKeys } = parseConfig({
  ...demoEnvironment,
  PUBLIC_URL: 'http://127.0.0.1:1',
  DATABASE_FILE: ':memory:',
})

/** Seals as the simulated backends do. */
export const box = createSecretBox(tokenKeys)
