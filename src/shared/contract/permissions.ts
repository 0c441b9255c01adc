import type { Role } from './values.ts'

export const ACTIONS = [
  'view-team-usage',
  'view-own-usage',
  'view-members',
  'view-charges',
  'view-own-charges',
  'dismiss-alert',
  'switch-pay-as-you-go',
  'view-purchases',
  'buy-credits',
  'set-server-limit',
  'set-low-alerts',
  'view-invoices',
  'read-inbox',
  'view-deliveries',
  'send-messages',
  'manage-webhooks',
  'view-connections',
  'manage-connections',
  'view-audit',
  'manage-keys',
  'manage-members',
  'grant-billing',
  'use-own-keys',
] as const
export type Action = (typeof ACTIONS)[number]

const OWN: readonly Action[] = [
  'view-own-usage',
  'view-own-charges',
  'dismiss-alert',
  'read-inbox',
  'use-own-keys',
]
const WHOLE_TEAM: readonly Action[] = [
  'view-team-usage',
  'view-members',
  'view-charges',
  'view-purchases',
  'set-server-limit',
  'set-low-alerts',
  'view-deliveries',
  'send-messages',
  'manage-webhooks',
  'view-connections',
  'manage-connections',
  'view-audit',
]

/** Who may do what. The API refuses by it; the page hides or explains by it. */
export const PERMISSIONS: Record<Role, readonly Action[]> = {
  admin: [...OWN, ...WHOLE_TEAM, 'manage-keys', 'manage-members'],
  billing: [
    ...OWN,
    ...WHOLE_TEAM,
    'switch-pay-as-you-go',
    'buy-credits',
    'view-invoices',
    'grant-billing',
  ],
  member: OWN,
}

/** One person can hold several roles; any of them suffices. */
export function can(roles: readonly Role[], action: Action): boolean {
  return roles.some((role) => PERMISSIONS[role].includes(action))
}

/**
 * What nobody does in an embedded dashboard, whatever their roles: it would outlive its few hours, let
 * people or programs in, send figures elsewhere, or take in somebody's secret.
 */
const NOT_EMBEDDED: readonly Action[] = [
  'manage-webhooks',
  'manage-connections',
  'manage-keys',
  'manage-members',
  'grant-billing',
  'use-own-keys',
]

/** As {@link can}, of somebody who may be looking at an embedded dashboard. */
export function allows(
  { roles, isEmbedded }: { roles: readonly Role[]; isEmbedded: boolean },
  action: Action,
): boolean {
  return can(roles, action) && !(isEmbedded && NOT_EMBEDDED.includes(action))
}

/**
 * Which of the roles held an embedded dashboard is opened with, by a key that gives some of them at
 * most. Whoever holds none of those looks on as a Member: that is part of every role.
 */
export function rolesThrough(held: readonly Role[], most: readonly Role[]): Role[] {
  const both = held.filter((role) => most.includes(role))
  return both.length === 0 && held.length > 0 && most.includes('member') ? ['member'] : both
}

/**
 * What it takes to give or take a role. Billing is given by those who hold it: else an Admin could
 * give it to themselves and switch what costs money.
 */
export const GRANTED_BY: Record<Role, Action> = {
  admin: 'manage-members',
  billing: 'grant-billing',
  member: 'manage-members',
}
