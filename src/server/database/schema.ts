/**
 * The tables. Instants are milliseconds, yes and no are 1 and 0, lists and objects are JSON text.
 * Every primary key begins with `team_id`, so that teams can live on different machines.
 */
export type Schema = {
  teams: TeamRow
  members: MemberTableRow
  accounts: AccountRow
  bonus_grants: BonusRow
  bonus_purchases: BonusPurchaseRow
  charges: ChargeRow
  /** What keeps an event from counting twice, for as long as the team is there. */
  event_keys: EventKeyRow
  /** Closed cycles whose charges lie in files. */
  archived_cycles: ArchivedCycleRow
  settings: SettingRow
  rollups: RollupRow
  /** The team's own use once more, by its local days: `bucket` is where the day starts. */
  rollup_days: RollupRow
  totals: TotalTableRow
  parts: PartRow
  /** Use by flow or server and local day: `day` is where it starts. */
  part_days: PartDayRow
  /** MCP tools that agent runs were charged for. */
  agent_tools: AgentToolRow
  flows: FlowRow
  low_alerts: LowAlertRow
  low_crossings: LowCrossingRow
  /** No credits stand for a limit that was taken away. */
  server_limits: ServerLimitRow
  crossings: CrossingRow
  dismissals: DismissalRow
  /** The last decision for each holder; `switch_history` has all of them. */
  switches: SwitchRow
  switch_history: SwitchRow
  plan_changes: PlanChangeRow
  runs: RunRow
  holds: HoldRow
  messages: MessageRow
  deliveries: DeliveryRow
  mail_choices: MailChoiceRow
  endpoints: EndpointRow
  spend_caps: SpendCapRow
  charges_alerts: ChargesAlertRow
  /** What was bought, a sum for each cycle, resource and price. */
  sales: SaleRow
  closings: ClosingRow
  invoices: InvoiceRow
  /** Accounts at Postman and Flowly. No `sealed_key` once it is disconnected. */
  connections: ConnectionRow
  readings: ReadingRow
  rejections: RejectionRow
  keys: KeyRow
  invitations: InvitationRow
  /** Links and sessions of embedded dashboards. */
  embeds: EmbedRow
  /** What people decided; `team_id` is empty for what is of the whole server. Only ever appended to. */
  audit: AuditRow
  /** `team_id` is empty where a mail is of no team. */
  kept_mails: KeptMailRow
}

/** `team_id` is empty: they are the server's own. */
export type SettingRow = { team_id: string; name: string; value: string }

export type InvitationRow = {
  team_id: string
  invitation_id: string
  email: string
  roles: string
  member_id: string | null
  hash: string
  created_at: number
  expires_at: number
  actor_kind: string
  actor_id: string
  actor_name: string
  ended_at: number | null
}

export type EmbedRow = {
  team_id: string
  hash: string
  kind: string
  member_id: string
  key_id: string | null
  by_id: string
  by_name: string
  path: string
  created_at: number
  expires_at: number
}

/** `before` and `after` are JSON; `hash` is of the row and of the hash before it. */
export type AuditRow = {
  team_id: string
  seq: number
  at: number
  actor_kind: string
  actor_id: string
  actor_name: string
  via_id: string | null
  via_name: string | null
  address: string | null
  request_id: string | null
  action: string
  object_id: string
  object_name: string
  before: string | null
  after: string | null
  hash: string
}

/** `team_id` is empty for a key of several teams; `teams` is "all" or a list, JSON, as are `roles`. */
export type KeyRow = {
  key_id: string
  team_id: string
  kind: string
  hash: string
  hint: string
  name: string
  teams: string
  scopes: string
  source: string | null
  roles: string | null
  member_id: string | null
  created_at: number
  actor_id: string
  actor_name: string
  expires_at: number | null
  used_at: number | null
  replaced_by: string | null
  unreplaced_expires_at: number | null
}

export type PlanChangeRow = {
  team_id: string
  seq: number
  at: number
  from_plan: string
  plan: string
  actor_id: string
  actor_name: string
}

/** `cap_micros` is absent once the cap was removed. */
export type SpendCapRow = {
  team_id: string
  resource: string
  cap_micros: number | null
  seq: number
  at: number
  actor_id: string
  actor_name: string
}

/** No threshold stands for the catalog's. */
export type ChargesAlertRow = {
  team_id: string
  threshold_micros: number | null
  at: number
  actor_id: string
  actor_name: string
}

export type SaleRow = {
  team_id: string
  cycle: string
  resource: string
  late: number
  block_credits: number
  block_micros: number
  blocks: number
  charges: number
}

export type ClosingRow = {
  team_id: string
  cycle: string
  start_at: number
  end_at: number
  closed_at: number
  invoice: number | null
}

export type InvoiceRow = {
  team_id: string
  number: number
  cycle: string
  start_at: number
  end_at: number
  issued_at: number
  currency: string
  lines: string
  total_micros: number
}

/** `held` is nothing once the run has ended. */
/** What a holder's runs hold that expire within one minute, from its start. */
export type HoldRow = {
  team_id: string
  resource: string
  holder: string
  minute: number
  held: number
}

export type RunRow = {
  team_id: string
  run_id: string
  request: string
  resource: string
  holder: string
  member_id: string | null
  part: string | null
  estimate: number
  used: number
  held: number
  state: string
  admitted_at: number
  expires_at: number
  ended_at: number | null
}

export type TeamRow = {
  team_id: string
  name: string
  plan: string
  zone: string
  anchor: string
  created_at: number
  example: number
  charges: number
  decisions: number
  currency: string | null
  /** Nothing is for ever. */
  retention_months: number | null
}

export type MemberTableRow = {
  team_id: string
  member_id: string
  name: string
  email: string
  name_key: string
  email_key: string
  admin: number
  billing: number
  member: number
  created_at: number
  removed_at: number | null
  person_id: string | null
}

export type AccountRow = {
  team_id: string
  cycle: string
  resource: string
  holder: string
  /** Nothing stands for an unlimited one. */
  allowance: number | null
  included: number
  bonus: number
  pay_as_you_go: number
  uncovered: number
  bought_blocks: number
  bought_credits: number
  bought_micros: number
  fired: string
  used: number
  left_credits: number
  share_bps: number
  limit_state: string
  at_limit: number
  bought_left: number
}

export type BonusRow = {
  team_id: string
  grant_id: string
  resource: string
  amount: number
  left_credits: number
  start: number
  expiry: number | null
}

export type BonusPurchaseRow = {
  team_id: string
  purchase_key: string
  request: string
  pack: string
  resource: string
  credits: number
  price_micros: number
  currency: string
  grant_id: string
  at: number
  actor_id: string
  actor_name: string
}

export type ChargeRow = {
  team_id: string
  charge: number
  source: string
  event_id: string
  event: string
  time: number
  received_at: number
  booked_at: number
  late: number
  cycle: string
  resource: string
  kind: string
  member_id: string | null
  part: string | null
  rating: string
  credits: number
  included: number
  bonus: number
  pay_as_you_go: number
  uncovered: number
  blocks_bought: number
  bought_credits: number
  cost_micros: number
}

/** `sums` and `seal` are JSON. */
export type ArchivedCycleRow = {
  team_id: string
  cycle: string
  start_at: number
  end_at: number
  archived_at: number
  charges: number
  sums: string
  sha256: string
  seal: string
}

/** `digest` is SHA-256 of the event's canonical text, in base64. */
export type EventKeyRow = {
  team_id: string
  source: string
  event_id: string
  charge: number
  digest: string
}

export type RollupRow = {
  team_id: string
  holder: string
  resource: string
  kind: string
  bucket: number
  credits: number
  charges: number
}

export type TotalTableRow = {
  team_id: string
  cycle: string
  resource: string
  dimension: string
  key: string
  credits: number
  charges: number
  cost_micros: number
}

export type PartRow = { team_id: string; resource: string; part: string; name: string }

export type LowAlertRow = {
  team_id: string
  mark_key: string
  mark: string
  fired_in: string | null
  at: number
  actor_id: string
  actor_name: string
}

export type LowCrossingRow = {
  team_id: string
  crossing_id: string
  cycle: string
  at: number
  charge: number
  left_credits: number
  mark: string
  crossed: string
}

export type AgentToolRow = { team_id: string; agent_run: string; tool: string }

export type FlowRow = { team_id: string; flow: string; deployed: number; at: number }

export type PartDayRow = {
  team_id: string
  resource: string
  part: string
  day: number
  credits: number
  charges: number
  own_key: number
}

export type ServerLimitRow = {
  team_id: string
  server: string
  credits: number | null
  at: number
  actor_id: string
  actor_name: string
}

export type CrossingRow = {
  team_id: string
  crossing_id: string
  cycle: string
  resource: string
  holder: string
  threshold: string
  crossed: string
  at: number
  charge: number
  used: number
  allowance: number
  work: string
}

export type DismissalRow = {
  team_id: string
  viewer: string
  cycle: string
  alert: string
  at: number
}

export type SwitchRow = {
  team_id: string
  resource: string
  holder: string
  seq: number
  switched_on: number
  at: number
  actor_id: string
  actor_name: string
}

export type RejectionRow = {
  team_id: string
  hash: string
  received_at: number
  times: number
  reason: string
  detail: string
  path: string
  event: string
}

export type KeptMailRow = {
  team_id: string
  mail_id: string
  kept_at: number
  to_name: string
  to_address: string
  subject: string
  text_body: string
  html_body: string
}

/** `content` is JSON. */
export type MessageRow = {
  team_id: string
  message_id: string
  kind: string
  audience: string
  content: string
  created_at: number
  gathers_until: number | null
}

/** `due_at` is nothing once there is nothing more to do. */
export type DeliveryRow = {
  team_id: string
  message_id: string
  channel: string
  recipient: string
  state: string
  attempts: number
  earlier_attempts: number
  resends: number
  due_at: number | null
  lease: string | null
  outcome_at: number | null
  outcome: string | null
  created_at: number
  read_at: number | null
}

export type MailChoiceRow = { team_id: string; member_id: string; topic: string; mail: number }

export type EndpointRow = {
  team_id: string
  endpoint_id: string
  url: string
  secret: string
  state: string
  created_at: number
  failing_since: number | null
}

/** `marks` is JSON. `due_at` and `lease` are nothing once it is disconnected and all is booked. */
export type ConnectionRow = {
  team_id: string
  connection_id: string
  provider: string
  sealed_key: string | null
  key_end: string
  member_id: string | null
  at: number
  actor_id: string
  actor_name: string
  removed_at: number | null
  readings: number
  marks: string
  failures: number
  failing_since: number | null
  next_at: number
  not_before: number
  due_at: number | null
  lease: string | null
}

/** `figures` and `counted` are JSON. */
export type ReadingRow = {
  team_id: string
  connection_id: string
  seq: number
  at: number
  failure: string | null
  figures: string
  unreadable: number
  counted: string
  is_open: number
}
