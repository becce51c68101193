import { z } from 'zod'
import { type Sandbox, admin, startSandbox } from '../portal/sandbox.ts'
import { encodePhpForm } from '../portal/php-form.ts'
import { createTraffic } from '../portal/traffic.ts'
import { type RestAnswer } from '../portal/types.ts'

export type Way = 'json' | 'form' | 'query'
export type Params = Record<string, unknown>
export type Request = { method: string; params: Params; way: Way }

/** The portal that the battery is played on. */
export type Target = {
  /** The emulator around the portal; null when it is a live one. */
  sandbox: Sandbox | null
  /** False with an incoming webhook: methods that want the context of an app are left out. */
  isApp: boolean
  send: (request: Request) => Promise<RestAnswer>
  /** Whether this portal knows the method and lets us call it. */
  has: (method: string) => Promise<boolean>
  close: () => Promise<void>
}

const scope = [
  ...['crm', 'userfieldconfig', 'placement', 'user', 'department', 'im', 'bizproc', 'disk'],
  ...['calendar', 'task', 'timeman'],
]

async function post(url: string, { params, way }: Request): Promise<RestAnswer> {
  const form = encodePhpForm(params)
  const [address, init] = {
    json: () => [url, bodyOf('application/json', JSON.stringify(params))] as const,
    form: () => [url, bodyOf('application/x-www-form-urlencoded', form)] as const,
    query: () => [`${url}?${form}`, {}] as const,
  }[way]()
  const response = await fetch(address, init)
  return { status: response.status, body: (await response.json()) as RestAnswer['body'] }
}

const bodyOf = (type: string, body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
})

const availableSchema = z.object({ result: z.object({ isAvailable: z.boolean() }) })

const ask =
  (send: Target['send']): Target['has'] =>
  async (name) => {
    const { body } = await send({ method: 'method.get', params: { name }, way: 'json' })
    return availableSchema.parse(body).result.isAvailable
  }

/** A portal of the emulator, with our app installed by its administrator. */
async function startEmulated(): Promise<Target> {
  const handler = 'http://127.0.0.1:9/app'
  const app = { clientId: 'local.contract', clientSecret: 'contract-secret', code: 'contract' }
  const sandbox = await startSandbox({ app: { ...app, url: handler, scope } })
  const { accessToken: auth } = sandbox.portal.issueTokens(admin)
  const send: Target['send'] = (request) =>
    post(`${sandbox.portal.url}/rest/${request.method}`, {
      ...request,
      params: { ...request.params, auth },
    })
  return {
    sandbox,
    isApp: true,
    send,
    has: ask(send),
    close: () => sandbox.close(),
  }
}

const crowdedMs = 2_000
const attempts = 5

/** Somebody's real portal: asked patiently, recorded here since no emulator does it. */
function openLive(address: string, token: string | undefined): Target {
  const base = address.replace(/\/*$/, '/')
  const { host } = new URL(base)
  const traffic = createTraffic(process.env['PORTAL_TRAFFIC'])
  const insist = async (request: Request, attempt = 1): Promise<RestAnswer> => {
    const params = { ...request.params, ...(token !== undefined && { auth: token }) }
    const answer = await post(`${base}${request.method}`, { ...request, params })
    if (answer.status !== 503 || attempt === attempts) return answer
    await new Promise((resolve) => setTimeout(resolve, crowdedMs))
    return insist(request, attempt + 1)
  }
  const send: Target['send'] = async (request) => {
    const answer = await insist(request)
    const { method, params } = request
    traffic.record({ kind: 'rest', caller: 'test', portal: host, method, params, ...answer })
    return answer
  }
  return {
    sandbox: null,
    isApp: token !== undefined,
    send,
    has: ask(send),
    close() {
      traffic.flush()
      return Promise.resolve()
    },
  }
}

/**
 * `CONTRACT_REST_URL` names a live portal: an incoming webhook (`https://host/rest/1/code/`), or
 * `https://host/rest/` together with the access token of an app in `CONTRACT_TOKEN`.
 */
export async function openTarget(env: NodeJS.ProcessEnv): Promise<Target> {
  const address = env['CONTRACT_REST_URL'] ?? ''
  return address === '' ? startEmulated() : openLive(address, env['CONTRACT_TOKEN'])
}
