/** Makes and recognises invitation codes: 128 random bits for people, a hash for the store. */
export type InvitationCodes = {
  make(): { code: string; hash: string }
  /** Forgives letter case, spaces and hyphens. */
  hashOf(code: string): string
}
