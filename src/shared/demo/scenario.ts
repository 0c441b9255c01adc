import type { UsageEventInput } from '../contract/event.ts'
import type { Role } from '../contract/values.ts'
import type { Credits, Millis } from '../credits/amounts.ts'
import type { LowMark } from '../credits/low-credit.ts'
import type { Resource } from '../credits/resources.ts'

/** A made-up team and all that happened to it until `asOf`: seed, mocks and tests load it alike. */
export type Scenario = {
  asOf: Millis
  team: {
    id: string
    name: string
    plan: string
    zone: string
    anchor: string
    createdAt: Millis
    example: boolean
  }
  members: readonly DemoMember[]
  bonus: readonly DemoBonus[]
  /** Daily limits of assistant servers, in credits. */
  serverLimits: readonly { server: string; credits: Credits; at: Millis; by: string }[]
  /** In order of time. */
  steps: readonly Step[]
}

export type DemoMember = {
  id: string
  name: string
  email: string
  roles: readonly Role[]
  createdAt: Millis
}

/** Bonus credits that somebody bought. */
export type DemoBonus = {
  id: string
  resource: Resource
  amount: Credits
  start: Millis
  /** The member who bought them. */
  by: string
}

export type Step =
  | { kind: 'events'; at: Millis; events: readonly UsageEventInput[] }
  | {
      kind: 'switch'
      at: Millis
      resource: Resource
      /** Members' ids; none for the whole team. */
      members: readonly string[]
      on: boolean
      /** The member who decides. */
      by: string
    }
  /** When the team wants to be told that its Assistant credits run low. */
  | { kind: 'low-marks'; at: Millis; marks: readonly LowMark[]; by: string }
