import { type Bridge, openBridge } from './open-bridge.ts'
import { type MailServer, startMailServer } from './mail-server.ts'
import { customerDns } from './send-mail.ts'
import type { WorldOptions } from './start-world.ts'

/** To which customers write. */
export const desk = 'support@desk.example'
/** Of the customer's bookkeeper. */
export const anna = 'lebedeva@romashka.example'

export type MailBridge = {
  server: MailServer
  bridge: Bridge
  /** What has been sent to an address, the oldest first. */
  mailsTo: (address: string) => MailServer['mails']
  stop: () => Promise<void>
}

/** Linked portals, a door for the customer's mail, and a server that takes ours. */
export async function openMailBridge(options: WorldOptions = {}): Promise<MailBridge> {
  const server = await startMailServer()
  const bridge = await openBridge({
    smtpUrl: server.url,
    mail: { MAIL_ADDRESS: desk, MAIL_SMTP_PORT: '0' },
    resolver: customerDns,
    ...options,
  })
  return {
    server,
    bridge,
    mailsTo: (address) =>
      server.mails.filter((mail) =>
        [mail.to ?? []].flat().some(({ text }) => text.includes(address)),
      ),
    stop: async () => {
      await bridge.world.stop()
      await server.stop()
    },
  }
}
