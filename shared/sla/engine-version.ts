/**
 * Grows with every change after which some history gives other clocks than before: stored clocks are then
 * computed anew, so that they agree with what readers recompute themselves. A test with recorded answers
 * says when it has to.
 */
export const engineVersion = 1
