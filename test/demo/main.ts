import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { choosePorts, type Ports, takenPort } from './choose-ports.ts'
import { demoDesk, demoMail } from './demo-mail.ts'
import { type MailPage, startMailPage } from './mail-page.ts'
import { seedTickets } from './seed-tickets.ts'

const dataFolder = join(import.meta.dirname, '../../.data/demo')
const databaseFile = join(dataFolder, 'sla.db')
const stateFile = join(dataFolder, 'portals.bin')
const worldFile = join(dataFolder, 'world.json')

/** What a later run needs to find the same world again. */
const worldSchema = z.object({
  ports: z.object({ app: z.number(), oauth: z.number(), portals: z.array(z.number()) }),
  offsetMs: z.number(),
})

const isEmpty = process.argv.includes('--empty')
const say = (line: string) => process.stdout.write(`${line}\n`)

function introduce(world: World, mailPage: MailPage): void {
  const { partner, customer, appUrl, emulator } = world
  const pages: [string, string, string][] = [
    ['МартинСофт (исполнитель, облако)', `${partner.url}/?user=5`, 'Иван Петров, инженер'],
    ['', `${partner.url}/?user=1`, 'Мария Соколова, администратор'],
    ['Ромашка (клиент, коробка)', `${customer.url}/?user=7`, 'Анна Лебедева, бухгалтер'],
    ['', `${customer.url}/?user=1`, 'Олег Громов, администратор'],
    ['Наше приложение', `${appUrl}/app`, 'открывается внутри порталов'],
    ['Отправленные письма', mailPage.url, 'наружу ничего не уходит'],
    ['Для сценариев', `${emulator.oauthUrl}_emulator`, 'адреса и пользователи в JSON'],
  ]
  say('')
  for (const [who, url, note] of pages) say(`  ${who.padEnd(34)}${url.padEnd(34)}${note}`)
  say(`\n  Письма клиентов: ${demoDesk}, SMTP на 127.0.0.1:${String(world.smtpPort)}`)
  say('\n  Ctrl-C останавливает всё. --empty: ничего не установлено. --reset: забыть прежнее.\n')
}

/** The world of an earlier run, if it is whole. */
function savedWorld(): z.infer<typeof worldSchema> | undefined {
  const isWhole = [databaseFile, stateFile, worldFile].every((file) => existsSync(file))
  return isWhole ? worldSchema.parse(JSON.parse(readFileSync(worldFile, 'utf8'))) : undefined
}

/** Forgets the earlier world when asked to, and when a part of it is missing. */
function earlierWorld(): z.infer<typeof worldSchema> | undefined {
  const isUnwanted = isEmpty || process.argv.includes('--reset')
  const saved = isUnwanted ? undefined : savedWorld()
  if (!saved) rmSync(dataFolder, { recursive: true, force: true })
  mkdirSync(dataFolder, { recursive: true })
  return saved
}

async function refuseTakenPort(ports: Ports): Promise<void> {
  const taken = await takenPort(ports)
  if (taken === undefined) return
  say(`Порт ${String(taken)} занят. Освободите его или начните заново: npm run demo -- --reset`)
  process.exit(1)
}

async function main(): Promise<void> {
  const saved = earlierWorld()
  if (saved) await refuseTakenPort(saved.ports)
  const ports = saved?.ports ?? (await choosePorts(say))
  const mailPage = await startMailPage(join(dataFolder, 'mails'))
  const world = await startWorld({
    databaseFile,
    stateFile,
    ports,
    offsetMs: saved?.offsetMs ?? 0,
    smtpUrl: mailPage.smtpUrl,
    logLevel: process.env.LOG_LEVEL ?? 'warn',
    ...demoMail,
  })
  if (!saved && !isEmpty) {
    say('Порталы связываются, подождите несколько секунд…')
    await linkPortals(world)
    await seedTickets(world)
  }
  world.app.start()
  introduce(world, mailPage)
  stopOnSignal(world, { ports, stop: () => stopBoth(world, mailPage) })
}

async function stopBoth(world: World, mailPage: MailPage): Promise<void> {
  await world.stop()
  await mailPage.stop()
}

/** Keeps the world's time while it runs, and ends it cleanly. */
function stopOnSignal(
  { clock }: World,
  { ports, stop: stopAll }: { ports: Ports; stop: () => Promise<void> },
): void {
  const remember = () => {
    writeFileSync(worldFile, JSON.stringify({ ports, offsetMs: clock.offsetMs }))
  }
  remember()
  const timer = setInterval(remember, 1000)
  const stop = async () => {
    say('Останавливаем…')
    clearInterval(timer)
    await stopAll()
    remember()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}

await main()
