import type { Express, Router } from 'express'
import { z } from 'zod'

export type Route = { method: string; path: string }

type Listed = { path: string; methods?: string[]; router?: Listing }
type Listing = { listRoutes(): Listed[] }

const listedSchema: z.ZodType<Listed[]> = z.array(
  z.object({
    path: z.string(),
    methods: z.array(z.string()).optional(),
    router: z.custom<Listing>().optional(),
  }) as z.ZodType<Listed>,
)

/** Every door of the server, as it was declared. */
export function routeTable(server: Express): Route[] {
  return walk(server.router as Router & Listing, '')
}

function walk(router: Listing, base: string): Route[] {
  return listedSchema.parse(router.listRoutes()).flatMap(({ path, methods, router: inner }) => {
    const whole = `${base}${path === '/' ? '' : path}`
    if (inner) return walk(inner, whole)
    return (methods ?? [])
      .filter((method) => method !== 'HEAD')
      .map((method) => ({ method, path: whole }))
  })
}
