/** What people and programs decide: each is written down with who, when, from where, before and after. */
export const AUDIT_ACTIONS = [
  'pay-as-you-go-switched',
  'spend-cap-set',
  'charges-alert-set',
  'low-credit-alerts-set',
  'plan-changed',
  'server-limit-set',
  'credits-bought',
  'webhook-added',
  'webhook-switched',
  'webhook-removed',
  'mail-chosen',
  'account-connected',
  'account-disconnected',
  'service-key-made',
  'service-key-rotated',
  'service-key-ended',
  'personal-key-made',
  'personal-key-ended',
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'sessions-ended',
  'password-changed',
  'server-set-up',
  'team-made',
  'team-changed',
  'member-added',
  'member-removed',
  'member-changed',
  'roles-changed',
  'invitation-sent',
  'invitation-withdrawn',
  'invitation-accepted',
  'embedding-link-made',
  'retention-set',
  'charges-archived',
  'charges-restored',
  'member-erased',
  'team-erased',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/**
 * `program`: a host product, by its key. `operator`: whoever looks after the server, at its command
 * line. `unknown`: somebody who failed to show who they are, and changed nothing.
 */
export const AUDIT_ACTOR_KINDS = ['person', 'program', 'operator', 'unknown'] as const
export type AuditActorKind = (typeof AUDIT_ACTOR_KINDS)[number]
