import type { Millis } from '../credits/amounts.ts'
import { buildScenario, type Shape } from './build.ts'
import type { Scenario } from './scenario.ts'

/** Every state of the dashboard, each in a team of its own. */
export const SCENARIOS = [
  'example',
  'fresh',
  'healthy',
  'warning',
  'paused',
  'pay-as-you-go',
  'flows-suspended',
  'free',
  'enterprise',
  'crowd',
  'empty',
] as const
export type ScenarioName = (typeof SCENARIOS)[number]

export const SCENARIO_LABELS: Record<ScenarioName, string> = {
  example: 'Everything at once',
  fresh: 'Fresh team',
  healthy: 'Healthy',
  warning: 'At 75 %',
  paused: 'Limit reached, members paused',
  'pay-as-you-go': 'On pay-as-you-go',
  'flows-suspended': 'Flows suspended',
  free: 'Free plan',
  enterprise: 'Enterprise, pooled',
  crowd: '100,000 members',
  empty: 'Empty',
}

/** The scenario at `asOf`: the same name and instant always give the same team. */
export function scenario(name: ScenarioName, asOf: Millis): Scenario {
  return buildScenario(SHAPES[name], asOf)
}

const HEALTHY: Shape = {
  id: 'tidewater',
  name: 'Tidewater Labs',
  plan: 'team',
  zone: 'Europe/Berlin',
  members: 24,
  pastCycles: 3,
  daysIntoCycle: 19,
  flows: 41,
  ai: (index) => 30 + ((index * 37) % 110),
  apiCalls: 318_400,
  assistant: 164,
  bonus: [],
}

/** Two past their allowance on pay-as-you-go, three paused at it, two close, the rest at ease. */
function mixed(index: number): number {
  const special: Record<number, number> = {
    3: 503,
    4: 400,
    5: 403,
    6: 400,
    7: 352,
    8: 309,
    9: 447,
    11: 0,
  }
  return special[index] ?? 20 + ((index * 53) % 240)
}

const PAUSED = [4, 5, 6]

const SHAPES: Record<ScenarioName, Shape> = {
  example: {
    ...HEALTHY,
    example: true,
    pastCycles: 4,
    flows: 2_340,
    flowsOnDaysAgo: 17.5,
    ai: mixed,
    aiOffFor: PAUSED,
    aiOwnKey: { 4: 21, 9: 6, 11: 38 },
    apiCalls: 824_300,
    assistant: 262,
    bonus: [1_000],
    serverLimits: { 'docs-helper': 12, 'on-call': 40 },
    lowMarks: [
      { kind: 'credits', credits: 1_250 },
      { kind: 'percent', percent: 20 },
    ],
  },
  fresh: {
    ...HEALTHY,
    id: 'fresh',
    name: 'Fresh Start',
    pastCycles: 0,
    daysIntoCycle: 1,
    flows: 3,
    ai: (index) => (index < 4 ? 6 : 0),
    apiCalls: 1_240,
    assistant: 5,
  },
  healthy: HEALTHY,
  warning: {
    ...HEALTHY,
    id: 'warning',
    flows: 78,
    ai: (index) => (index % 6 === 0 ? 312 : 90),
    apiCalls: 768_000,
    assistant: 391,
  },
  paused: {
    ...HEALTHY,
    id: 'paused',
    flows: 66,
    ai: (index) => (index % 3 === 0 ? 400 : 210),
    aiOffFor: [0, 3, 6, 9, 12, 15, 18, 21],
    apiCalls: 1_000_000,
    assistant: 500,
  },
  'pay-as-you-go': {
    ...HEALTHY,
    id: 'payg',
    flows: 4_120,
    flowsOnDaysAgo: 18,
    ai: (index) => 330 + ((index * 29) % 160),
  },
  'flows-suspended': { ...HEALTHY, id: 'suspended', flows: 104 },
  free: {
    ...HEALTHY,
    id: 'free',
    name: 'Side Project',
    plan: 'free',
    members: 1,
    flows: 19,
    ai: () => 50,
    apiCalls: 6_200,
    assistant: 100,
  },
  enterprise: {
    ...HEALTHY,
    id: 'enterprise',
    name: 'Meridian Group',
    plan: 'enterprise',
    members: 140,
    flows: 388,
    ai: (index) => 180 + ((index * 131) % 900),
    apiCalls: 7_420_000,
    assistant: 1_310,
    bonus: [5_000],
  },
  crowd: {
    ...HEALTHY,
    id: 'crowd',
    name: 'Continental Works',
    members: 100_000,
    pastCycles: 0,
    // Of this many only some have used anything: enough to search, sort and scroll through.
    ai: (index) => (index % 25 === 0 ? 2 + ((index * 7) % 440) : 0),
  },
  empty: {
    ...HEALTHY,
    id: 'empty',
    name: 'Blank Page',
    members: 3,
    pastCycles: 0,
    daysIntoCycle: 4,
    flows: 0,
    ai: () => 0,
    apiCalls: 0,
    assistant: 0,
  },
}
