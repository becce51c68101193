import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Request, type Response, Router, urlencoded } from 'express'
import { z } from 'zod'
import { framePostSchema } from '../bitrix/wire.ts'
import type { Boot } from '../usecases/boot.ts'

type Deps = {
  indexFile: string
  sealBoot: (boot: Boot) => string
  /** Origin of a portal that we know, whatever the caller calls himself. */
  originOf: (memberId: string) => Promise<string | undefined>
}

/** The page that portals open in a frame: by form POST, and by GET when only the frame reloads. */
export function appPage({ indexFile, sealBoot, originOf }: Deps): Router {
  const router = Router()
  const html = readFileSync(indexFile, 'utf8')

  router.post('/app', urlencoded({ extended: true, limit: '256kb' }), async (request, response) => {
    const post = framePostSchema.safeParse(request.body).data
    if (!post) {
      sendPage(response, { boot: null, origin: null })
      return
    }
    const boot = sealBoot({
      serverEndpoint: post.SERVER_ENDPOINT,
      applicationToken: post.APPLICATION_TOKEN ?? null,
    })
    // A portal that we know frames us from the address that we know. For an unknown one the claimed
    // host will do: without a session the page shows nothing of anybody.
    const origin = (await originOf(post.member_id)) ?? claimedOrigin(request.query)
    const placement = post.PLACEMENT
    const placementOptions = post.PLACEMENT_OPTIONS ?? ''
    sendPage(response, { boot: { boot, placement, placementOptions }, origin })
  })

  router.get(['/', '/app'], (_request: Request, response: Response) => {
    sendPage(response, { boot: null, origin: null })
  })

  function sendPage(
    response: Response,
    page: { boot: Record<string, string> | null; origin: string | null },
  ): void {
    const nonce = randomBytes(16).toString('base64')
    // After a reload of the frame alone there is no POST to say who frames us; the page is empty
    // without its parent's answer, so anybody may.
    const ancestors = page.origin ?? '*'
    response
      .set('Cache-Control', 'no-store')
      .set('Content-Security-Policy', policyOf(nonce, ancestors, page.origin))
      .type('html')
      .send(page.boot === null ? html : withBoot(html, page.boot, nonce))
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
function withBoot(html: string, boot: Record<string, string>, nonce: string): string {
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c')
  const element = `<script type="application/json" id="boot" nonce="${nonce}">${json}</script>`
  return html.replace('</head>', `${element}</head>`)
}
