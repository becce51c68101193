import { describe, expect, it } from 'vitest'
import { PortalRefusal } from '../../../../client/bitrix/portal-refusal.ts'
import { suggestUsers } from '../../../../client/features/link-portal/use-user-suggestions.ts'
import { olga, petr } from '../new-contract.ts'

const user = (id: number, email: string) => ({ ID: String(id), NAME: 'Имя', EMAIL: email })

describe('suggestions by e-mail', () => {
  it('are of people whose address really matches, whatever the portal returns', async () => {
    const batch = () =>
      Promise.resolve({
        p1: [user(1, 'other@romashka.example')],
        p2: [user(1, 'other@romashka.example'), user(2, 'petr@romashka.example')],
      })
    expect(await suggestUsers({ batch }, [olga, petr])).toEqual({
      p2: { id: 2, name: 'Имя', position: '' },
    })
  })

  it('are none where two users share an address or the portal hides addresses', async () => {
    const batch = () =>
      Promise.resolve({
        p1: [user(1, olga.email), user(2, olga.email)],
        p2: [{ ID: '3', NAME: 'Пётр' }],
      })
    expect(await suggestUsers({ batch }, [olga, petr])).toEqual({})
  })

  it('are none where the app may not look at people', async () => {
    const batch = () => Promise.reject(new PortalRefusal('insufficient_scope', 'scope'))
    expect(await suggestUsers({ batch }, [olga])).toEqual({})
  })
})
