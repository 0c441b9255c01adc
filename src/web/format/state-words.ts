import type { Role } from '#shared/contract/values.ts'
import type { LimitState, WorkState } from '#shared/credits/limit.ts'

export const LIMIT_WORDS: Record<LimitState, string> = {
  ok: 'Within the limit',
  warning: 'Close to the limit',
  reached: 'At the limit',
  exceeded: 'Past the limit',
}

export const WORK_WORDS: Record<WorkState, string> = {
  open: 'Open',
  'on-pay-as-you-go': 'On pay-as-you-go',
  suspended: 'Suspended',
  paused: 'Paused',
}

export const ROLE_WORDS: Record<Role, string> = {
  admin: 'Admin',
  billing: 'Billing',
  member: 'Member',
}

export const SWITCH_WORDS: Record<'on' | 'off' | 'unavailable', string> = {
  on: 'On',
  off: 'Off',
  unavailable: 'Not in this plan',
}
