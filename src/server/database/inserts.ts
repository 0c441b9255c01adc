import { planOf } from './insert-plans.ts'

/** How rows go into each table. */

export const INTO_MEMBERS = planOf({
  table: 'members',
  columns: [
    'team_id',
    'member_id',
    'name',
    'email',
    'name_key',
    'email_key',
    'admin',
    'billing',
    'member',
    'created_at',
    'removed_at',
    'person_id',
  ],
  key: ['team_id', 'member_id'],
  onConflict: { kind: 'refuse' },
})

export const INTO_ACCOUNTS = planOf({
  table: 'accounts',
  columns: [
    'team_id',
    'cycle',
    'resource',
    'holder',
    'allowance',
    'included',
    'bonus',
    'pay_as_you_go',
    'uncovered',
    'bought_blocks',
    'bought_credits',
    'bought_micros',
    'fired',
    'used',
    'left_credits',
    'share_bps',
    'limit_state',
    'at_limit',
    'bought_left',
  ],
  key: ['team_id', 'cycle', 'resource', 'holder'],
  onConflict: { kind: 'replace' },
})

export const INTO_BONUS_GRANTS = planOf({
  table: 'bonus_grants',
  columns: ['team_id', 'grant_id', 'resource', 'amount', 'left_credits', 'start', 'expiry'],
  key: ['team_id', 'grant_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_BONUS_PURCHASES = planOf({
  table: 'bonus_purchases',
  columns: [
    'team_id',
    'purchase_key',
    'request',
    'pack',
    'resource',
    'credits',
    'price_micros',
    'currency',
    'grant_id',
    'at',
    'actor_id',
    'actor_name',
  ],
  key: ['team_id', 'purchase_key'],
  onConflict: { kind: 'refuse' },
})

export const INTO_CHARGES = planOf({
  table: 'charges',
  columns: [
    'team_id',
    'charge',
    'source',
    'event_id',
    'event',
    'time',
    'received_at',
    'booked_at',
    'late',
    'cycle',
    'resource',
    'kind',
    'member_id',
    'part',
    'rating',
    'credits',
    'included',
    'bonus',
    'pay_as_you_go',
    'uncovered',
    'blocks_bought',
    'bought_credits',
    'cost_micros',
  ],
  key: ['team_id', 'charge'],
  onConflict: { kind: 'refuse' },
})

/** Refuses what was charged already: the last wall against counting an event twice. */
export const INTO_EVENT_KEYS = planOf({
  table: 'event_keys',
  columns: ['team_id', 'source', 'event_id', 'charge', 'digest'],
  key: ['team_id', 'source', 'event_id'],
  onConflict: { kind: 'refuse' },
})

export const INTO_SETTINGS = planOf({
  table: 'settings',
  columns: ['team_id', 'name', 'value'],
  key: ['team_id', 'name'],
  onConflict: { kind: 'replace' },
})

export const INTO_ARCHIVED_CYCLES = planOf({
  table: 'archived_cycles',
  columns: [
    'team_id',
    'cycle',
    'start_at',
    'end_at',
    'archived_at',
    'charges',
    'sums',
    'sha256',
    'seal',
  ],
  key: ['team_id', 'cycle'],
  onConflict: { kind: 'refuse' },
})

const ROLLUP = {
  columns: ['team_id', 'holder', 'resource', 'kind', 'bucket', 'credits', 'charges'],
  key: ['team_id', 'holder', 'resource', 'kind', 'bucket'],
  onConflict: { kind: 'add', columns: ['credits', 'charges'] },
} as const

export const INTO_ROLLUPS = planOf({ table: 'rollups', ...ROLLUP })
export const INTO_ROLLUP_DAYS = planOf({ table: 'rollup_days', ...ROLLUP })

export const INTO_TOTALS = planOf({
  table: 'totals',
  columns: [
    'team_id',
    'cycle',
    'resource',
    'dimension',
    'key',
    'credits',
    'charges',
    'cost_micros',
  ],
  key: ['team_id', 'cycle', 'resource', 'dimension', 'key'],
  onConflict: { kind: 'add', columns: ['credits', 'charges', 'cost_micros'] },
})

export const INTO_SALES = planOf({
  table: 'sales',
  columns: [
    'team_id',
    'cycle',
    'resource',
    'late',
    'block_credits',
    'block_micros',
    'blocks',
    'charges',
  ],
  key: ['team_id', 'cycle', 'resource', 'late', 'block_credits', 'block_micros'],
  onConflict: { kind: 'add', columns: ['blocks', 'charges'] },
})

export const INTO_CLOSINGS = planOf({
  table: 'closings',
  columns: ['team_id', 'cycle', 'start_at', 'end_at', 'closed_at', 'invoice'],
  key: ['team_id', 'cycle'],
  onConflict: { kind: 'refuse' },
})

export const INTO_INVOICES = planOf({
  table: 'invoices',
  columns: [
    'team_id',
    'number',
    'cycle',
    'start_at',
    'end_at',
    'issued_at',
    'currency',
    'lines',
    'total_micros',
  ],
  key: ['team_id', 'number'],
  onConflict: { kind: 'refuse' },
})

export const INTO_PARTS = planOf({
  table: 'parts',
  columns: ['team_id', 'resource', 'part', 'name'],
  key: ['team_id', 'resource', 'part'],
  onConflict: { kind: 'replace' },
})

export const INTO_PART_DAYS = planOf({
  table: 'part_days',
  columns: ['team_id', 'resource', 'part', 'day', 'credits', 'charges', 'own_key'],
  key: ['team_id', 'resource', 'part', 'day'],
  onConflict: { kind: 'add', columns: ['credits', 'charges', 'own_key'] },
})

export const INTO_SERVER_LIMITS = planOf({
  table: 'server_limits',
  columns: ['team_id', 'server', 'credits', 'at', 'actor_id', 'actor_name'],
  key: ['team_id', 'server'],
  onConflict: { kind: 'replace' },
})

export const INTO_LOW_ALERTS = planOf({
  table: 'low_alerts',
  columns: ['team_id', 'mark_key', 'mark', 'fired_in', 'at', 'actor_id', 'actor_name'],
  key: ['team_id', 'mark_key'],
  onConflict: { kind: 'replace' },
})

export const INTO_LOW_CROSSINGS = planOf({
  table: 'low_crossings',
  columns: ['team_id', 'crossing_id', 'cycle', 'at', 'charge', 'left_credits', 'mark', 'crossed'],
  key: ['team_id', 'crossing_id'],
  onConflict: { kind: 'refuse' },
})

export const INTO_AGENT_TOOLS = planOf({
  table: 'agent_tools',
  columns: ['team_id', 'agent_run', 'tool'],
  key: ['team_id', 'agent_run', 'tool'],
  onConflict: { kind: 'refuse' },
})

export const INTO_FLOWS = planOf({
  table: 'flows',
  columns: ['team_id', 'flow', 'deployed', 'at'],
  key: ['team_id', 'flow'],
  onConflict: { kind: 'replace' },
})

export const INTO_CROSSINGS = planOf({
  table: 'crossings',
  columns: [
    'team_id',
    'crossing_id',
    'cycle',
    'resource',
    'holder',
    'threshold',
    'crossed',
    'at',
    'charge',
    'used',
    'allowance',
    'work',
  ],
  key: ['team_id', 'crossing_id'],
  onConflict: { kind: 'refuse' },
})

const RUN = {
  columns: [
    'team_id',
    'run_id',
    'request',
    'resource',
    'holder',
    'member_id',
    'part',
    'estimate',
    'used',
    'held',
    'state',
    'admitted_at',
    'expires_at',
    'ended_at',
  ],
  key: ['team_id', 'run_id'],
} as const

export const INTO_NEW_RUNS = planOf({ table: 'runs', ...RUN, onConflict: { kind: 'refuse' } })
export const INTO_RUNS = planOf({ table: 'runs', ...RUN, onConflict: { kind: 'replace' } })

export const INTO_HOLDS = planOf({
  table: 'holds',
  columns: ['team_id', 'resource', 'holder', 'minute', 'held'],
  key: ['team_id', 'resource', 'holder', 'minute'],
  onConflict: { kind: 'add', columns: ['held'] },
})

export const INTO_PLAN_CHANGES = planOf({
  table: 'plan_changes',
  columns: ['team_id', 'seq', 'at', 'from_plan', 'plan', 'actor_id', 'actor_name'],
  key: ['team_id', 'seq'],
  onConflict: { kind: 'refuse' },
})

export const INTO_SPEND_CAPS = planOf({
  table: 'spend_caps',
  columns: ['team_id', 'resource', 'cap_micros', 'seq', 'at', 'actor_id', 'actor_name'],
  key: ['team_id', 'resource'],
  onConflict: { kind: 'replace' },
})

export const INTO_CHARGES_ALERTS = planOf({
  table: 'charges_alerts',
  columns: ['team_id', 'threshold_micros', 'at', 'actor_id', 'actor_name'],
  key: ['team_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_DISMISSALS = planOf({
  table: 'dismissals',
  columns: ['team_id', 'viewer', 'cycle', 'alert', 'at'],
  key: ['team_id', 'viewer', 'cycle', 'alert'],
  onConflict: { kind: 'replace' },
})

const SWITCH_COLUMNS = [
  'team_id',
  'resource',
  'holder',
  'seq',
  'switched_on',
  'at',
  'actor_id',
  'actor_name',
] as const

export const INTO_SWITCHES = planOf({
  table: 'switches',
  columns: SWITCH_COLUMNS,
  key: ['team_id', 'resource', 'holder'],
  onConflict: { kind: 'replace' },
})

export const INTO_SWITCH_HISTORY = planOf({
  table: 'switch_history',
  columns: SWITCH_COLUMNS,
  key: ['team_id', 'resource', 'holder', 'seq'],
  onConflict: { kind: 'refuse' },
})

export const INTO_REJECTIONS = planOf({
  table: 'rejections',
  columns: ['team_id', 'hash', 'received_at', 'times', 'reason', 'detail', 'path', 'event'],
  key: ['team_id', 'hash'],
  onConflict: { kind: 'add', columns: ['times'] },
})

export const INTO_KEPT_MAILS = planOf({
  table: 'kept_mails',
  columns: [
    'team_id',
    'mail_id',
    'kept_at',
    'to_name',
    'to_address',
    'subject',
    'text_body',
    'html_body',
  ],
  key: ['team_id', 'mail_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_MESSAGES = planOf({
  table: 'messages',
  columns: ['team_id', 'message_id', 'kind', 'audience', 'content', 'created_at', 'gathers_until'],
  key: ['team_id', 'message_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_DELIVERIES = planOf({
  table: 'deliveries',
  columns: [
    'team_id',
    'message_id',
    'channel',
    'recipient',
    'state',
    'attempts',
    'earlier_attempts',
    'resends',
    'due_at',
    'lease',
    'outcome_at',
    'outcome',
    'created_at',
    'read_at',
  ],
  key: ['team_id', 'message_id', 'channel', 'recipient'],
  onConflict: { kind: 'replace' },
})

export const INTO_MAIL_CHOICES = planOf({
  table: 'mail_choices',
  columns: ['team_id', 'member_id', 'topic', 'mail'],
  key: ['team_id', 'member_id', 'topic'],
  onConflict: { kind: 'replace' },
})

export const INTO_ENDPOINTS = planOf({
  table: 'endpoints',
  columns: ['team_id', 'endpoint_id', 'url', 'secret', 'state', 'created_at', 'failing_since'],
  key: ['team_id', 'endpoint_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_CONNECTIONS = planOf({
  table: 'connections',
  columns: [
    'team_id',
    'connection_id',
    'provider',
    'sealed_key',
    'key_end',
    'member_id',
    'at',
    'actor_id',
    'actor_name',
    'removed_at',
    'readings',
    'marks',
    'failures',
    'failing_since',
    'next_at',
    'not_before',
    'due_at',
    'lease',
  ],
  key: ['team_id', 'connection_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_READINGS = planOf({
  table: 'readings',
  columns: [
    'team_id',
    'connection_id',
    'seq',
    'at',
    'failure',
    'figures',
    'unreadable',
    'counted',
    'is_open',
  ],
  key: ['team_id', 'connection_id', 'seq'],
  onConflict: { kind: 'replace' },
})

export const INTO_KEYS = planOf({
  table: 'keys',
  columns: [
    'key_id',
    'team_id',
    'kind',
    'hash',
    'hint',
    'name',
    'teams',
    'scopes',
    'source',
    'roles',
    'member_id',
    'created_at',
    'actor_id',
    'actor_name',
    'expires_at',
    'used_at',
    'replaced_by',
    'unreplaced_expires_at',
  ],
  key: ['key_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_INVITATIONS = planOf({
  table: 'invitations',
  columns: [
    'team_id',
    'invitation_id',
    'email',
    'roles',
    'member_id',
    'hash',
    'created_at',
    'expires_at',
    'actor_kind',
    'actor_id',
    'actor_name',
    'ended_at',
  ],
  key: ['team_id', 'invitation_id'],
  onConflict: { kind: 'replace' },
})

export const INTO_EMBEDS = planOf({
  table: 'embeds',
  columns: [
    'team_id',
    'hash',
    'kind',
    'member_id',
    'key_id',
    'by_id',
    'by_name',
    'path',
    'created_at',
    'expires_at',
  ],
  key: ['team_id', 'hash'],
  onConflict: { kind: 'refuse' },
})

export const INTO_AUDIT = planOf({
  table: 'audit',
  columns: [
    'team_id',
    'seq',
    'at',
    'actor_kind',
    'actor_id',
    'actor_name',
    'via_id',
    'via_name',
    'address',
    'request_id',
    'action',
    'object_id',
    'object_name',
    'before',
    'after',
    'hash',
  ],
  key: ['team_id', 'seq'],
  onConflict: { kind: 'refuse' },
})
