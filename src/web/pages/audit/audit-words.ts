import type { AuditEntryView, AuditStateView } from '#shared/contract/audit.ts'
import type { AuditAction } from '#shared/contract/audit-actions.ts'
import { dayAndTime, type TimeFrame } from '#web/format/moment.ts'
import { price } from '#web/format/money.ts'
import { whole } from '#web/format/number.ts'

export const ACTION_WORDS: Record<AuditAction, string> = {
  'pay-as-you-go-switched': 'Pay-as-you-go switched',
  'spend-cap-set': 'Spend cap changed',
  'charges-alert-set': 'Charges alert changed',
  'low-credit-alerts-set': 'Low-credit alerts changed',
  'plan-changed': 'Plan changed',
  'server-limit-set': 'Daily limit changed',
  'credits-bought': 'Bonus credits bought',
  'webhook-added': 'Webhook added',
  'webhook-switched': 'Webhook switched',
  'webhook-removed': 'Webhook removed',
  'mail-chosen': 'Choice of mails changed',
  'account-connected': 'Account connected',
  'account-disconnected': 'Account disconnected',
  'service-key-made': 'Service key made',
  'service-key-rotated': 'Service key replaced',
  'service-key-ended': 'Service key revoked',
  'personal-key-made': 'Personal key made',
  'personal-key-ended': 'Personal key revoked',
  'signed-in': 'Signed in',
  'sign-in-failed': 'Sign-in failed',
  'signed-out': 'Signed out',
  'sessions-ended': 'Sessions ended',
  'password-changed': 'Password changed',
  'server-set-up': 'Server set up',
  'team-made': 'Team made',
  'team-changed': 'Team changed',
  'member-added': 'Member added',
  'member-removed': 'Member removed',
  'member-changed': 'Member changed',
  'roles-changed': 'Roles changed',
  'invitation-sent': 'Invitation sent',
  'invitation-withdrawn': 'Invitation withdrawn',
  'invitation-accepted': 'Invitation accepted',
  'embedding-link-made': 'Link for embedding made',
  'retention-set': 'Keeping of charges changed',
  'charges-archived': 'Charges archived',
  'charges-restored': 'Charges taken back from the archive',
  'member-erased': 'Member erased',
  'team-erased': 'Team erased',
}

/** What a field is called; one that has no word here, such as a member’s name, is its own. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  team: 'Whole team',
  capMicros: 'Cap for each cycle',
  micros: 'Told from',
  priceMicros: 'Price',
  credits: 'Credits',
  currency: 'Currency',
  marks: 'Alerts at',
  plan: 'Plan',
  zone: 'Time zone',
  anchor: 'Billed from',
  host: 'Address',
  state: 'State',
  own: 'Own credits',
  keyEnd: 'Key ends in',
  member: 'Member',
  members: 'Members',
  name: 'Name',
  hint: 'Key begins with',
  scopes: 'May',
  teams: 'Teams',
  source: 'Source begins with',
  expiresAt: 'Expires',
  oldWorksUntil: 'Old key works until',
  way: 'With',
  browser: 'Browser',
  sessions: 'Sessions',
  path: 'Opens at',
  email: 'E-mail address',
  roles: 'Roles',
  retentionMonths: 'Months that charges are kept',
  charges: 'Charges',
  file: 'File',
  entries: 'Entries of this log without them',
  lastHash: 'Last hash before',
}

export type ChangeWords = { field: string; before: string | undefined; after: string | undefined }

type Value = AuditStateView[string]

/** What differs, by field; all that there is where something began or ended. */
export function changesOf(
  { before, after }: Pick<AuditEntryView, 'before' | 'after'>,
  of: { currency: string; frame: TimeFrame },
): ChangeWords[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const words = (state: AuditStateView | undefined, field: string) =>
    state && field in state ? valueWords(state[field] ?? null, { field, ...of }) : undefined
  return fields
    .map((field) => ({
      field: FIELD_WORDS[field] ?? field,
      before: words(before, field),
      after: words(after, field),
    }))
    .filter((change) => change.before !== change.after)
}

function valueWords(
  value: Value,
  of: { field: string; currency: string; frame: TimeFrame },
): string {
  if (value === null) return 'not set'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'string') return value
  if (typeof value !== 'number') return value.length === 0 ? 'none' : value.join(', ')
  if (/micros$/i.test(of.field)) return price(value, of.currency)
  return /(At|Until)$/.test(of.field) ? dayAndTime(value, of.frame) : whole(value)
}
