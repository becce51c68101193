/** Of answers that are no pages: whoever opens one as a page, or posts a form to it, starts nothing. */
export const inertHeaders = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
} as const
