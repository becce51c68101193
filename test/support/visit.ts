import { z } from 'zod'
import { type Session, sessionSchema } from '../../shared/api/session.ts'
import type { Portal } from '../portal/types.ts'

export type Answer = { status: number; body: unknown }

/** A person who has our app open in a frame of a portal, as our client would act for them. */
export type Visitor = {
  session: Session
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>>
  post<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    body?: unknown,
  ): Promise<z.infer<Schema>>
  /** The answer as it is, for tests of refusals. */
  raw(method: string, path: string, body?: unknown): Promise<Answer>
  /** A REST call in the person's own name, as the tab makes it. */
  call(method: string, params: Record<string, unknown>): Promise<unknown>
}

const bootSchema = z.object({ boot: z.string() })

/** What the page door makes of the portal's form POST. */
export function openPage(portal: Portal, userId: number): Promise<Response> {
  const { action, fields } = portal.frameFields(userId, { placement: 'DEFAULT' })
  return fetch(action, { method: 'POST', body: new URLSearchParams(fields) })
}

/** Opens the app as the portal does and proves the person, through the real doors. */
export async function visit(appUrl: string, portal: Portal, userId: number): Promise<Visitor> {
  const boot = bootOf(await (await openPage(portal, userId)).text())
  let session = await openSession()

  return {
    get session() {
      return session
    },
    get: async (path, schema) => schema.parse(expectOk(await ask('GET', path))),
    post: async (path, schema, body) => schema.parse(expectOk(await ask('POST', path, body ?? {}))),
    raw: ask,
    async call(method, params) {
      const { accessToken: auth } = portal.issueTokens(userId)
      const answer = await fetch(`${portal.url}/rest/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: appUrl },
        body: JSON.stringify({ ...params, auth }),
      })
      const body = z.looseObject({ result: z.unknown() }).parse(await answer.json())
      if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(body)}`)
      return body.result
    },
  }

  async function openSession(): Promise<Session> {
    const { accessToken, refreshToken } = portal.issueTokens(userId)
    const opened = await send('POST', '/api/session', {}, { accessToken, refreshToken, boot })
    return sessionSchema.parse(expectOk(opened))
  }

  /** A session that has ended is opened anew once, as the page does it. */
  async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const authorised = () => ({ authorization: `Bearer ${session.token}` })
    const answer = await send(method, path, authorised(), body)
    if (answer.status !== 401) return answer
    session = await openSession()
    return send(method, path, authorised(), body)
  }

  async function send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Answer> {
    const answer = await fetch(`${appUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  }
}

export function bootOf(html: string): string {
  const json = /<script type="application\/json" id="boot"[^>]*>(.*?)<\/script>/s.exec(html)?.[1]
  if (json === undefined) throw new Error('The page carries no boot')
  return bootSchema.parse(JSON.parse(json)).boot
}

function expectOk(answer: Answer): unknown {
  if (answer.status < 300) return answer.body
  throw new Error(`HTTP ${String(answer.status)}: ${JSON.stringify(answer.body)}`)
}
