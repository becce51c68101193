import { existsSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { seedTickets } from './seed-tickets.ts'

const wantedPorts = { app: 4200, oauth: 4100, portals: [4101, 4102] }
const dataFolder = join(import.meta.dirname, '../../.data/demo')
const databaseFile = join(dataFolder, 'sla.db')
const stateFile = join(dataFolder, 'portals.bin')

const isEmpty = process.argv.includes('--empty')
const say = (line: string) => process.stdout.write(`${line}\n`)

/** The port itself, or the next free one. */
async function freeFrom(port: number): Promise<number> {
  for (let candidate = port; candidate < port + 500; candidate += 10)
    if (await isFree(candidate)) {
      if (candidate !== port) say(`Порт ${String(port)} занят, взят ${String(candidate)}.`)
      return candidate
    }
  throw new Error(`Ports ${String(port)} and up are taken`)
}

/** Portals listen on localhost, which may be either family; the app on 127.0.0.1. */
async function isFree(port: number): Promise<boolean> {
  const tries = ['127.0.0.1', 'localhost'].map(
    (host) =>
      new Promise<boolean>((resolve) => {
        const probe = createServer()
        probe.once('error', () => {
          resolve(false)
        })
        probe.listen(port, host, () =>
          probe.close(() => {
            resolve(true)
          }),
        )
      }),
  )
  const [first, second] = [await tries[0], await tries[1]]
  return first === true && second === true
}

async function choosePorts() {
  const [app, oauth] = [await freeFrom(wantedPorts.app), await freeFrom(wantedPorts.oauth)]
  const portals: number[] = []
  for (const port of wantedPorts.portals) portals.push(await freeFrom(port))
  return { app, oauth, portals }
}

function introduce(world: World): void {
  const admin = 'администратор'
  say('')
  say(`  МартинСофт (исполнитель, облако)   ${world.partner.url}/?user=5   Иван Петров, инженер`)
  say(
    `                                     ${world.partner.url}/?user=1   Мария Соколова, ${admin}`,
  )
  say(`  Ромашка (клиент, коробка)          ${world.customer.url}/?user=7   Анна Лебедева`)
  say(`                                     ${world.customer.url}/?user=1   Олег Громов, ${admin}`)
  say(`  Приложение                         ${world.appUrl}`)
  say(`  Для сценариев                      ${world.emulator.oauthUrl}_emulator`)
  say('')
  say('  Ctrl-C останавливает всё; --empty начинает с пустых порталов, --reset забывает прежнее.')
}

async function main(): Promise<void> {
  if (isEmpty || process.argv.includes('--reset'))
    rmSync(dataFolder, { recursive: true, force: true })
  const isKnown = existsSync(databaseFile) && existsSync(stateFile)
  if (!isKnown) rmSync(dataFolder, { recursive: true, force: true })
  const world = await startWorld({
    databaseFile,
    stateFile,
    ports: await choosePorts(),
    logLevel: process.env.LOG_LEVEL ?? 'warn',
  })
  if (!isKnown && !isEmpty) {
    say('Порталы связываются, подождите несколько секунд…')
    await linkPortals(world)
    await seedTickets(world)
  }
  world.app.start()
  introduce(world)

  const stop = async () => {
    say('Останавливаем…')
    await world.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}

await main()
