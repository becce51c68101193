export type RescueTables = {
  rescue_links: { token_hash: string; email: string; expires_at: number; used_at: number | null }
  rescue_sessions: { token_hash: string; email: string; expires_at: number }
}
