import { expect, it } from 'vitest'
import { faultsOf, fuzzMail } from '../../../support/fuzz-mail.ts'
import { readAsDesk } from '../../../support/mail-fixture.ts'
import { createRandom } from '../../../torture/random.ts'

// `npm run fuzz:mail` reads ten thousand and watches memory.
it('mails torn and sewn together at random are read within bounds', async () => {
  for (let number = 1; number <= 300; number++) {
    const mail = await readAsDesk(fuzzMail(createRandom(`suite/${String(number)}`)))
    expect(faultsOf(mail), `mail ${String(number)}`).toEqual([])
  }
})
