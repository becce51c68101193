import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Request, type Response, Router, urlencoded } from 'express'
import { z } from 'zod'
import { framePostSchema } from '../bitrix/wire.ts'
import type { Boot } from '../usecases/boot.ts'

type Deps = {
  indexFile: string
  sealBoot: (boot: Boot) => string
  /** A portal that we know, whatever the caller calls himself. */
  portalOf: (memberId: string) => Promise<KnownPortal | undefined>
}

/** `isCustomers`: its people see their tickets first, and may begin before the page is connected. */
type KnownPortal = { origin: string; isCustomers: boolean }

type Shown = { boot: Record<string, string> | null; origin: string | null; isCustomers: boolean }

const nobodys = { boot: null, origin: null, isCustomers: false }

/** The page that portals open in a frame: by form POST, and by GET when only the frame reloads. */
export function appPage({ indexFile, sealBoot, portalOf }: Deps): Router {
  const router = Router()
  const html = readFileSync(indexFile, 'utf8')

  router.post('/app', urlencoded({ extended: true, limit: '256kb' }), async (request, response) => {
    const post = framePostSchema.safeParse(request.body).data
    if (!post) {
      sendPage(response, nobodys)
      return
    }
    const boot = sealBoot({
      serverEndpoint: post.SERVER_ENDPOINT,
      applicationToken: post.APPLICATION_TOKEN ?? null,
    })
    // A portal that we know frames us from the address that we know. For an unknown one the claimed
    // host will do: without a session the page shows nothing of anybody.
    const portal = await portalOf(post.member_id)
    const placement = post.PLACEMENT
    const placementOptions = post.PLACEMENT_OPTIONS ?? ''
    sendPage(response, {
      boot: { boot, placement, placementOptions },
      origin: portal?.origin ?? claimedOrigin(request.query),
      isCustomers: placement === 'DEFAULT' && portal?.isCustomers === true,
    })
  })

  router.get(['/', '/app'], (_request: Request, response: Response) => {
    sendPage(response, nobodys)
  })

  function sendPage(response: Response, page: Shown): void {
    const nonce = randomBytes(16).toString('base64')
    // After a reload of the frame alone there is no POST to say who frames us; the page is empty
    // without its parent's answer, so anybody may.
    const ancestors = page.origin ?? '*'
    response
      .set('Cache-Control', 'no-store')
      .set('Content-Security-Policy', policyOf(nonce, ancestors, page.origin))
      .type('html')
      .send(withBoot(html, page, nonce))
  }

  return router
}

const querySchema = z.object({
  DOMAIN: z.string().regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i),
  PROTOCOL: z.enum(['0', '1']),
})

function claimedOrigin(query: unknown): string | null {
  const claim = querySchema.safeParse(query).data
  return claim ? `${claim.PROTOCOL === '1' ? 'https' : 'http'}://${claim.DOMAIN}` : null
}

function policyOf(nonce: string, ancestors: string, portal: string | null): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    // b24ui writes three inline style elements.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${portal ?? 'https: http:'}`,
    `frame-ancestors ${ancestors}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** `<` is escaped so that no value can end the element. */
function withBoot(html: string, { boot, isCustomers }: Shown, nonce: string): string {
  if (!boot) return html
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c')
  const home = isCustomers ? ' data-home="customer"' : ''
  const element = `<script type="application/json" id="boot"${home} nonce="${nonce}">${json}</script>`
  // By a function, because in a text `$'` would stand for the rest of the page.
  return html.replace('</head>', () => `${element}</head>`)
}
