import type { Side } from '../sla/history.ts'
import { customerRobots } from './customer-robots.ts'
import { partnerRobots } from './partner-robots.ts'
import type { RobotSpec } from './robot-spec.ts'

/** Codes by which portals know the robots; never changed once released. */
export type RobotCode = keyof typeof customerRobots | keyof typeof partnerRobots

export const robotsOf = (side: Side): Record<string, RobotSpec> =>
  side === 'customer' ? customerRobots : partnerRobots

export const robotSpec = (code: string): RobotSpec | undefined =>
  (({ ...customerRobots, ...partnerRobots }) as Record<string, RobotSpec>)[code]

export const robotCodes = [...Object.keys(customerRobots), ...Object.keys(partnerRobots)] as [
  RobotCode,
  ...RobotCode[],
]
