/** The portal refused a REST call; `message` has the portal's own words. */
export class PortalRefusal extends Error {
  override readonly name = 'PortalRefusal'
  /** The portal's error code: 'ACCESS_DENIED', 'ERROR_CORE'… */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
