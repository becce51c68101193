import { isFree } from '../support/free-port.ts'

export type Ports = { app: number; oauth: number; portals: number[] }

const wanted: Ports = { app: 4200, oauth: 4100, portals: [4101, 4102] }
const step = 10
const tries = 50

/** The usual ports, or the next free ones, which is said. */
export async function choosePorts(say: (line: string) => void): Promise<Ports> {
  const portals: number[] = []
  const app = await freeFrom(wanted.app, say)
  const oauth = await freeFrom(wanted.oauth, say)
  for (const port of wanted.portals) portals.push(await freeFrom(port, say))
  return { app, oauth, portals }
}

/** The first of these ports that somebody else listens on. */
export async function takenPort(ports: Ports): Promise<number | undefined> {
  for (const port of [ports.app, ports.oauth, ...ports.portals])
    if (!(await isFree(port))) return port
  return undefined
}

async function freeFrom(port: number, say: (line: string) => void): Promise<number> {
  for (let candidate = port; candidate < port + tries * step; candidate += step)
    if (await isFree(candidate)) {
      if (candidate !== port) say(`Порт ${String(port)} занят, взят ${String(candidate)}.`)
      return candidate
    }
  throw new Error(`Port ${String(port)} and the ones after it are taken`)
}
