import { MAX_BATCH, type UsageEventInput } from '../contract/event.ts'
import { DAY, HOUR, MINUTE, type Millis } from '../credits/amounts.ts'
import { type BillingTerms, type Cycle, cycleAt, cycleOfIndex } from '../credits/cycle.ts'
import type { LowMark } from '../credits/low-credit.ts'
import { people } from './people.ts'
import { type Random, randomFrom } from './random.ts'
import type { DemoBonus, DemoMember, Scenario, Step } from './scenario.ts'
import { aiOwnKeyUse, aiUse, apiUse, assistantUse, flowsUse, type Stretch } from './usage.ts'

/** What a made-up team is like; {@link buildScenario} makes its events. */
export type Shape = {
  id: string
  name: string
  plan: string
  zone: string
  members: number
  /** Full cycles before the open one. */
  pastCycles: number
  /** Days of the open cycle that are over. */
  daysIntoCycle: number
  /** Use in the open cycle until now. */
  flows: number
  /** AI credits of the n-th member; nothing for most, where there are many. */
  ai: (index: number) => number
  apiCalls: number
  assistant: number
  bonus: readonly number[]
  /** Daily limits of assistant servers, by their id. */
  serverLimits?: Readonly<Record<string, number>>
  /** The team's low-credit alerts, set once its bonus credits were bought. */
  lowMarks?: readonly LowMark[]
  /**
   * Flows pay-as-you-go turned on, this many days ago. It was on in the cycles before, too, and
   * turned off at their end.
   */
  flowsOnDaysAgo?: number
  /** Uses of AI with their own provider key in the open cycle, by the number of the member. */
  aiOwnKey?: Readonly<Record<number, number>>
  /** Members whose AI pay-as-you-go was turned off at the cycle's start. */
  aiOffFor?: readonly number[]
  /** Shown as example data. */
  example?: boolean
}

/** Past cycles used less, and each a little more than the one before. */
const GROWTH = 0.12

/** Past this many members each has few and large events: a preview is not to wait for its charges. */
const CROWD = 1_000

export function buildScenario(shape: Shape, asOf: Millis): Scenario {
  const billing = billingOf(shape, asOf)
  const open = cycleAt(billing, asOf)
  const createdAt = cycleOfIndex(billing, 0).start
  const members = people(shape.members, createdAt)
  const random = randomFrom(hash(shape.id))
  const events: UsageEventInput[] = []
  for (let index = 0; index <= open.index; index++) {
    const cycle = cycleOfIndex(billing, index)
    events.push(...cycleUse({ shape, cycle, open, members, random, asOf }))
  }
  const decisions = [
    ...switchSteps({ shape, open, members, asOf, createdAt }),
    ...lowMarkSteps({ shape, open, members }),
  ].sort((a, b) => a.at - b.at)
  return {
    asOf,
    team: {
      id: shape.id,
      name: shape.name,
      plan: shape.plan,
      zone: shape.zone,
      anchor: billing.anchor,
      createdAt,
      example: shape.example ?? false,
    },
    members,
    bonus: bonusOf(shape, open, members),
    serverLimits: Object.entries(shape.serverLimits ?? {}).map(([server, credits]) => {
      return { server, credits, at: open.start + 10 * HOUR, by: billingMember(members) }
    }),
    steps: inOrder(events, decisions),
  }
}

/** Billed so that today is as many days into a cycle as the shape asks. */
function billingOf(shape: Shape, asOf: Millis): BillingTerms {
  const { zone, daysIntoCycle, pastCycles } = shape
  const today = Temporal.Instant.fromEpochMilliseconds(asOf).toZonedDateTimeISO(zone).toPlainDate()
  const anchor = today.subtract({ days: daysIntoCycle }).subtract({ months: pastCycles })
  return { anchor: anchor.toString(), zone }
}

function cycleUse(options: {
  shape: Shape
  cycle: Cycle
  open: Cycle
  members: readonly DemoMember[]
  random: Random
  asOf: Millis
}): UsageEventInput[] {
  const { shape, cycle, open, members, random, asOf } = options
  const isOpen = cycle.index === open.index
  const stretch: Stretch = {
    team: shape.id,
    start: cycle.start,
    end: isOpen ? asOf : cycle.end,
    random,
  }
  // A stretch too short to hold a working hour would be searched for one in vain.
  if (stretch.end - stretch.start < HOUR) return []
  const factor = isOpen ? 1 : 1 - GROWTH * (open.index - cycle.index)
  const scaled = (credits: number) => Math.max(0, Math.round(credits * factor))
  const ids = members.map((member) => member.id)
  const eventsOfEach = members.length > CROWD ? 3 : 60
  return [
    ...flowsUse(stretch, { credits: scaled(shape.flows), members: ids, most: 700 }),
    ...members.flatMap((member, index) => {
      const credits = scaled(shape.ai(index))
      const largest = Math.max(14, Math.ceil((2 * credits) / eventsOfEach))
      return aiUse(stretch, { credits, member: member.id, largest })
    }),
    ...ownKeyUse({ shape, stretch, members, isOpen }),
    ...apiUse(stretch, { calls: scaled(shape.apiCalls), members: ids, events: 600 }),
    ...assistantUse(stretch, { credits: scaled(shape.assistant) }),
  ]
}

function ownKeyUse(options: {
  shape: Shape
  stretch: Stretch
  members: readonly DemoMember[]
  isOpen: boolean
}): UsageEventInput[] {
  const { shape, stretch, members, isOpen } = options
  // Drawn apart: whoever has it changes nobody else's figures.
  const random = randomFrom(hash(`${shape.id} own key`))
  return Object.entries(isOpen ? (shape.aiOwnKey ?? {}) : {}).flatMap(([index, uses]) => {
    const member = members[Number(index)]?.id
    return member ? aiOwnKeyUse({ ...stretch, random }, { uses, member }) : []
  })
}

function bonusOf(shape: Shape, open: Cycle, members: readonly DemoMember[]): DemoBonus[] {
  const by = billingMember(members)
  return shape.bonus.map((amount, index) => ({
    id: `bonus-${index + 1}`,
    resource: 'assistant',
    amount,
    start: open.start + (index + 3) * 31 * HOUR,
    by,
  }))
}

function switchSteps(options: {
  shape: Shape
  open: Cycle
  members: readonly DemoMember[]
  asOf: Millis
  createdAt: Millis
}): Step[] {
  const { shape, open, members, asOf, createdAt } = options
  const by = billingMember(members)
  const off = (shape.aiOffFor ?? []).flatMap((index) => members[index]?.id ?? [])
  const flows = (at: Millis, on: boolean): Step => {
    return { kind: 'switch', at, resource: 'flows', members: [], on, by }
  }
  const steps: Step[] = []
  if (off.length > 0) {
    const at = open.start + 9 * HOUR
    steps.push({ kind: 'switch', at, resource: 'ai', members: off, on: false, by })
  }
  if (shape.flowsOnDaysAgo !== undefined) {
    steps.push(flows(createdAt + 9 * HOUR, true), flows(open.start - 2 * HOUR, false))
    steps.push(flows(Math.max(open.start, asOf - shape.flowsOnDaysAgo * DAY), true))
  }
  return steps
}

function lowMarkSteps(options: {
  shape: Shape
  open: Cycle
  members: readonly DemoMember[]
}): Step[] {
  const { shape, open, members } = options
  const { lowMarks: marks } = shape
  if (!marks) return []
  return [{ kind: 'low-marks', at: open.start + 5 * DAY, marks, by: billingMember(members) }]
}

function billingMember(members: readonly DemoMember[]): string {
  return members.find((member) => member.roles.includes('billing'))?.id ?? ''
}

/** No sender holds events back for longer, so none comes after its cycle is final. */
const BATCH_SPAN: Millis = 6 * HOUR

/** Events in batches as a sender would send them, each batch after what was decided before it. */
function inOrder(events: readonly UsageEventInput[], decisions: readonly Step[]): Step[] {
  const timed = events
    .map((event) => ({ at: Date.parse(event.time), event }))
    .sort((a, b) => a.at - b.at)
  const steps: Step[] = []
  const waiting = [...decisions]
  let batch: { at: Millis; event: UsageEventInput }[] = []
  const send = () => {
    const last = batch.at(-1)
    if (!last) return
    steps.push({ kind: 'events', at: last.at + MINUTE, events: batch.map(({ event }) => event) })
    batch = []
  }
  for (const next of timed) {
    while (waiting[0] && waiting[0].at <= next.at) {
      send()
      steps.push(...waiting.splice(0, 1))
    }
    const first = batch[0]
    if (first && (batch.length === MAX_BATCH || next.at - first.at > BATCH_SPAN)) send()
    batch.push(next)
  }
  send()
  return [...steps, ...waiting]
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7)
}
