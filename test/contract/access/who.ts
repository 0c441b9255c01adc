import type { DOWNLOADS } from '#shared/contract/downloads.ts'
import type { KeyScope } from '#shared/contract/key.ts'
import type { Action } from '#shared/contract/permissions.ts'
import type { RouteName } from '#shared/contract/routes.ts'

export type AskedName = RouteName | keyof typeof DOWNLOADS | 'eventStream'

/** Who may ask a route. */
export type Who =
  /**
   * A member of the team whose roles allow one of these; their personal key, where it only reads; in a
   * host product, but for what nobody does there.
   */
  | { kind: 'of the team'; actions: readonly Action[] }
  /** A host product's key with this scope, for this team. */
  | { kind: 'host'; scope: KeyScope }
  /** Somebody who is signed in; no key. */
  | { kind: 'signed in' }
  | { kind: 'operator' }
  | { kind: 'anybody' }
  /** Whoever has it, whoever else they are. */
  | { kind: 'has a link' }
  /** Whoever asks is told of themselves; of a team that they name, only where it is theirs. */
  | { kind: 'about oneself'; signedOut: boolean }

const SEE = of('view-own-usage', 'view-team-usage')
const SEE_TEAM = of('view-team-usage')
const SIGNED_IN: Who = { kind: 'signed in' }
const OPERATOR: Who = { kind: 'operator' }
const ANYBODY: Who = { kind: 'anybody' }

/** Every route, and who may ask it: nobody else may, whatever they send. */
export const WHO: Record<AskedName, Who> = {
  session: { kind: 'about oneself', signedOut: true },
  me: { kind: 'about oneself', signedOut: false },

  cycles: SEE,
  usage: SEE,
  alerts: SEE,
  eventStream: SEE,
  resource: SEE_TEAM,
  flows: SEE_TEAM,
  servers: SEE_TEAM,
  lowAlerts: SEE_TEAM,
  members: of('view-members'),
  charges: of('view-charges', 'view-own-charges'),
  exportFile: of('view-charges'),
  dismissAlert: of('dismiss-alert'),

  switch: of('switch-pay-as-you-go'),
  previewSwitch: of('switch-pay-as-you-go'),
  setSpendCap: of('switch-pay-as-you-go'),
  setChargesAlert: of('switch-pay-as-you-go'),
  purchases: of('view-purchases'),
  buyPack: of('buy-credits'),
  setServerLimit: of('set-server-limit'),
  setLowAlerts: of('set-low-alerts'),
  invoices: of('view-invoices'),
  invoice: of('view-invoices'),
  invoiceFile: of('view-invoices'),
  chargesAlert: of('view-invoices'),

  inbox: of('read-inbox'),
  markInbox: of('read-inbox'),
  mailChoices: of('read-inbox'),
  chooseMails: of('read-inbox'),
  deliveries: of('view-deliveries'),
  endpoints: of('view-deliveries'),
  sendAgain: of('send-messages'),
  sendTest: of('send-messages'),
  createEndpoint: of('manage-webhooks'),
  switchEndpoint: of('manage-webhooks'),
  deleteEndpoint: of('manage-webhooks'),

  connections: of('view-connections'),
  connect: of('manage-connections'),
  readNow: of('manage-connections'),
  disconnect: of('manage-connections'),
  audit: of('view-audit'),
  auditFile: of('view-audit'),

  serviceKeys: of('manage-keys'),
  createServiceKey: of('manage-keys'),
  rotateServiceKey: of('manage-keys'),
  endServiceKey: of('manage-keys'),
  ownKeys: of('use-own-keys'),
  createOwnKey: of('use-own-keys'),
  endOwnKey: of('use-own-keys'),

  roster: of('manage-members', 'grant-billing'),
  setRoles: of('manage-members', 'grant-billing'),
  removeMember: of('manage-members', 'grant-billing'),
  invitations: of('manage-members', 'grant-billing'),
  invite: of('manage-members', 'grant-billing'),
  withdrawInvitation: of('manage-members', 'grant-billing'),

  ingest: { kind: 'host', scope: 'events' },
  admitRun: { kind: 'host', scope: 'runs' },
  run: { kind: 'host', scope: 'runs' },
  settleRun: { kind: 'host', scope: 'runs' },
  releaseRun: { kind: 'host', scope: 'runs' },
  changePlan: { kind: 'host', scope: 'teams' },
  deployFlow: { kind: 'host', scope: 'teams' },
  createEmbedLink: { kind: 'host', scope: 'embed' },
  openEmbed: { kind: 'has a link' },

  keptMails: OPERATOR,
  createTeam: OPERATOR,

  signIn: ANYBODY,
  sendLink: ANYBODY,
  signInWithLink: ANYBODY,
  signInAtProvider: ANYBODY,
  readInvitation: ANYBODY,
  acceptInvitation: ANYBODY,
  plans: ANYBODY,
  setUp: ANYBODY,
  signOut: SIGNED_IN,
  sessions: SIGNED_IN,
  endSession: SIGNED_IN,
  endOtherSessions: SIGNED_IN,
  changePassword: SIGNED_IN,
}

function of(...actions: readonly Action[]): Who {
  return { kind: 'of the team', actions }
}
