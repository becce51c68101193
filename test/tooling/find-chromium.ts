import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser for tests: named by the environment, the system's, or Playwright's own. */
export function chromiumPath(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') return named
  return [...systemPaths, chromium.executablePath()].find((path) => existsSync(path))
}

/** Arguments that keep a headless Chromium quiet and able to run as root. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function run(command: string, parameters: string[]): boolean {
  process.stdout.write(`${command} ${parameters.join(' ')}\n`)
  return spawnSync(command, parameters, { stdio: 'inherit' }).status === 0
}

/** Gets a browser where there is none: Debian's package as root, else Playwright's download. */
function install(): boolean {
  const isRoot = process.getuid?.() === 0
  const fromDebian =
    isRoot &&
    existsSync('/usr/bin/apt-get') &&
    run('apt-get', ['update', '-q']) &&
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu'])
  return fromDebian || run('npx', ['playwright-core', 'install', 'chromium'])
}

if (process.argv[1]?.endsWith('find-chromium.ts')) {
  if (chromiumPath() === undefined) install()
  const path = chromiumPath()
  if (path === undefined) {
    process.stderr.write('No Chromium was found and none could be installed; set CHROMIUM_PATH.\n')
    process.exit(1)
  }
  process.stdout.write(`Chromium: ${path}\n`)
}
