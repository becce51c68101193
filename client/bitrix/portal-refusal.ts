const denials = new Set(['ACCESS_DENIED', 'allowed_only_intranet_user', 'user_access_error'])

/** The portal refused a REST call; `message` has the portal's own words. */
export class PortalRefusal extends Error {
  override readonly name = 'PortalRefusal'
  /** The portal's error code: 'ACCESS_DENIED', 'ERROR_CORE'… */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  /** No answer came: the network is gone, or the portal. What was asked may have been done. */
  get isSilence(): boolean {
    return this.code === 'NETWORK_ERROR' || this.code === 'REQUEST_TIMEOUT'
  }

  /** The person has no right to do this in the portal. */
  get isDenial(): boolean {
    return denials.has(this.code)
  }
}
