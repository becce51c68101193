import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../../shared/mail-text/refusal.ts'

describe('why a mail server does not take a mail', () => {
  it.each([
    ['Message failed: 550 5.1.1 <a@b.example>: User unknown', 'noMailbox'],
    ['550 No such mailbox here', 'noMailbox'],
    ['550 5.2.1 The account is disabled', 'noMailbox'],
    ['552 5.2.2 Mailbox full', 'full'],
    ['452 4.2.2 Over quota', 'full'],
    ['552-5.3.4 Message size exceeds limit', 'tooLarge'],
    ['550 5.7.1 Unauthenticated mail is rejected', 'distrusted'],
    ['550 Message rejected as spam by policy', 'distrusted'],
    ['554 Blocked', 'distrusted'],
    ['451 4.7.1 Greylisted, try again later', 'putOff'],
    ['421 Too busy', 'putOff'],
    ['The mail has no recipient', 'other'],
  ])('%s: %s', (words, why) => {
    expect(refusalOf(words)).toBe(why)
  })
})
