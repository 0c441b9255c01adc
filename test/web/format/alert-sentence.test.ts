import { expect, test } from 'vitest'
import type { Alert } from '#shared/contract/usage.ts'
import { alertSentence } from '#web/format/alert-sentence.ts'
import { at, CLOSED, tellingOf } from './usage-of.ts'

const TELLING = tellingOf()
const UNTIL = '1 Dec, 00:00 Berlin'
const ANA = { id: 'ana', name: 'Ana Ruiz' }
const OTHERWISE = 'The Enterprise plan lifts this at once; a team admin can choose it.'
const LIFT = 'A Billing admin can turn on pay-as-you-go, which lifts this at once.'
const FLOWS_STOPPED = `New cloud runs and credit-consuming blocks are suspended until ${UNTIL}. ${LIFT}`

function alertOf(over: Partial<Alert>): Alert {
  return {
    id: '1',
    charge: 1,
    at: at('2025-11-20T10:00:00Z'),
    cycle: TELLING.cycle,
    resource: 'flows',
    threshold: 'warning',
    crossed: ['warning'],
    used: 80,
    allowance: 100,
    work: 'open',
    dismissed: false,
    ...over,
  }
}

const TEAM = { resource: 'flows' } as const
const MEMBER = { resource: 'ai', member: ANA } as const
const REACHED = { threshold: 'reached', used: 100 } as const
const EXCEEDED = { threshold: 'exceeded', used: 112 } as const

test.each<[string, Partial<Alert>, string]>([
  [
    'team, 75 %, open',
    TEAM,
    'The team has passed 75 % of its Flows credits: 80 of 100 used. Nothing stops yet.',
  ],
  [
    'team, 75 %, on pay-as-you-go',
    { ...TEAM, work: 'on-pay-as-you-go' },
    'The team has passed 75 % of its Flows credits: 80 of 100 used. Work goes on as pay-as-you-go. A Billing admin can turn it off.',
  ],
  [
    'team, 75 %, suspended since',
    { ...TEAM, work: 'suspended', lift: 'turn-on' },
    `The team has passed 75 % of its Flows credits: 80 of 100 used. ${FLOWS_STOPPED}`,
  ],
  [
    'team, 100 %, open again',
    { ...TEAM, ...REACHED },
    'The team has used all 100 of its Flows credits. Work goes on: there are credits at hand again.',
  ],
  [
    'team, 100 %, on pay-as-you-go',
    { ...TEAM, ...REACHED, work: 'on-pay-as-you-go' },
    'The team has used all 100 of its Flows credits. Work goes on as pay-as-you-go. A Billing admin can turn it off.',
  ],
  [
    'team, 100 %, suspended',
    { ...TEAM, ...REACHED, work: 'suspended', lift: 'turn-on' },
    `The team has used all 100 of its Flows credits. ${FLOWS_STOPPED}`,
  ],
  [
    'team, past, open again',
    { ...TEAM, ...EXCEEDED },
    'The team has passed its limit of 100 Flows credits: 112 used. Work goes on: there are credits at hand again.',
  ],
  [
    'team, past, on pay-as-you-go',
    { ...TEAM, ...EXCEEDED, work: 'on-pay-as-you-go' },
    'The team has passed its limit of 100 Flows credits: 112 used. Work goes on as pay-as-you-go. A Billing admin can turn it off.',
  ],
  [
    'team, past, suspended',
    { ...TEAM, ...EXCEEDED, work: 'suspended', lift: 'turn-on' },
    `The team has passed its limit of 100 Flows credits: 112 used. ${FLOWS_STOPPED}`,
  ],
  [
    'member, 75 %, open',
    MEMBER,
    'Ana Ruiz has passed 75 % of their AI credits: 80 of 100 used. Nothing stops yet.',
  ],
  [
    'member, 100 %, on pay-as-you-go',
    { ...MEMBER, ...REACHED, work: 'on-pay-as-you-go' },
    'Ana Ruiz has used all 100 of their AI credits. Work goes on as pay-as-you-go. A Billing admin can turn it off.',
  ],
  [
    'member, 100 %, paused',
    { ...MEMBER, ...REACHED, work: 'paused', lift: 'turn-on' },
    `Ana Ruiz has used all 100 of their AI credits. Agent Mode is paused for Ana Ruiz until ${UNTIL}. ${LIFT}`,
  ],
  [
    'member, past, paused',
    { ...MEMBER, ...EXCEEDED, work: 'paused', lift: 'turn-on' },
    `Ana Ruiz has passed their limit of 100 AI credits: 112 used. Agent Mode is paused for Ana Ruiz until ${UNTIL}. ${LIFT}`,
  ],
])('%s', (_case, over, sentence) => {
  const said = alertSentence(alertOf(over), {
    telling: TELLING,
    viewer: undefined,
    otherwise: OTHERWISE,
  })
  expect(said.replaceAll('\u00a0', ' ')).toBe(sentence)
})

test('an alert speaks to the member it is about', () => {
  const alert = alertOf({ ...MEMBER, ...REACHED, work: 'paused', lift: 'turn-on' })
  expect(alertSentence(alert, { telling: TELLING, viewer: 'ana', otherwise: OTHERWISE })).toBe(
    `You have used all 100 of your AI credits. Agent Mode is paused for you until ${UNTIL}. ${LIFT}`,
  )
})

test('who may switch is told so, and needs no Billing admin', () => {
  const telling = tellingOf({ canSwitch: true })
  const options = { telling, viewer: undefined, otherwise: OTHERWISE }
  expect(
    alertSentence(alertOf({ ...REACHED, work: 'suspended', lift: 'turn-on' }), options),
  ).toContain('Turning on pay-as-you-go lifts this at once.')
  expect(alertSentence(alertOf({ ...REACHED, work: 'on-pay-as-you-go' }), options)).toBe(
    'The team has used all 100 of its Flows credits. Work goes on as pay-as-you-go.',
  )
})

test('without pay-as-you-go in the plan the remedy is another', () => {
  const alert = alertOf({ resource: 'api-calls', ...REACHED, work: 'suspended', lift: 'none' })
  expect(alertSentence(alert, { telling: TELLING, viewer: undefined, otherwise: OTHERWISE })).toBe(
    `The team has used all 100 of its API calls. API calls are refused until ${UNTIL}. ${OTHERWISE}`,
  )
})

test('an alert of a cycle that is over has no consequence left', () => {
  const alert = alertOf({ ...REACHED, work: 'suspended', lift: 'turn-on' })
  expect(alertSentence(alert, { telling: CLOSED, viewer: undefined, otherwise: OTHERWISE })).toBe(
    'The team has used all 100 of its Flows credits.',
  )
})
