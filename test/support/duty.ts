import { initialOnCall, onCallSchema, type OnCallSettings } from '../../shared/api/on-call.ts'
import type { Portal } from '../portal/types.ts'
import { adminId } from './link-portals.ts'
import { visit } from './visit.ts'

/** Nights are Ivan's; Maria, who made the contract, is the duty manager. */
export const nightRota: OnCallSettings = {
  ...initialOnCall,
  shifts: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      hours: ['18:00', '09:00'],
      persons: [{ id: 5, name: 'Иван Петров' }],
      since: '2026-11-23',
    },
  ],
  manager: { id: 1, name: 'Мария Соколова' },
  quiet: ['21:00', '08:00'],
}

type World = { appUrl: string; partner: Portal }

/** An administrator of the partner says who is on duty. */
export async function setOnCall({ appUrl, partner }: World, settings = nightRota): Promise<void> {
  const admin = await visit(appUrl, partner, adminId)
  const { revision } = await admin.get('/api/on-call', onCallSchema)
  await admin.post('/api/on-call', onCallSchema, { settings, revision })
}

/** What a person of the partner was told, oldest first. */
export const toldTo = ({ partner }: Pick<World, 'partner'>, userId: number): string[] =>
  partner
    .notifications(userId)
    .map(({ message }) => message)
    .reverse()
