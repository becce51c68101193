/** `notInPortal`: opened on its own; `portalSilent`: the portal's page did not answer the frame. */
export type FrameProblem = 'notInPortal' | 'portalSilent'

/** The page cannot work with its portal; nothing can be shown but what to do about it. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  readonly problem: FrameProblem

  constructor(problem: FrameProblem, options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
  }
}
