import { z } from 'zod'

const bootSchema = z.object({ boot: z.string().min(1) })

/** What our page door sealed into the page; null after a reload of the frame alone (a GET). */
export function readBoot(page: Document = document): string | null {
  const text = page.getElementById('boot')?.textContent
  if (text === undefined) return null
  const known = bootSchema.safeParse(JSON.parse(text))
  return known.success ? known.data.boot : null
}
