import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import { allows } from '#shared/contract/permissions.ts'
import type { ProblemCode } from '#shared/contract/problem.ts'
import type { Column } from './columns.ts'
import { ALL } from './request.ts'
import { type AskedName, WHO, type Who } from './who.ts'

/** `not taken`: 200, with the event refused inside, as for a team that is not there. */
export type Expected = 'ok' | 'not taken' | ProblemCode

/** What a route answers to whoever has all that it takes, where that is not 200. */
const OTHERWISE: Partial<Record<AskedName, ProblemCode>> = {
  // Only before anybody can sign in: tested where a server is set up.
  setUp: 'link-over',
  // The test’s server has no provider: tested with a real one.
  signInAtProvider: 'not-found',
}

/** What the route answers whoever asks it of the team Acme. */
export function expected(name: AskedName, as: AskedName, column: Column): Expected {
  const who = WHO[as]
  const isRead = ALL[name].method === 'get'
  const outcome = outcomeOf(who, { column, isRead })
  if (outcome === 'ok') return OTHERWISE[name] ?? 'ok'
  return name === 'ingest' && outcome === 'unknown-team' ? 'not taken' : outcome
}

/** Whether the door is open, whatever is behind it. */
export function isLetIn(name: AskedName, as: AskedName, column: Column): boolean {
  const outcome = expected(name, as, column)
  return outcome === 'ok' || outcome === 'not taken' || outcome === OTHERWISE[name]
}

function outcomeOf(
  who: Who,
  { column, isRead }: { column: Column; isRead: boolean },
): 'ok' | ProblemCode {
  // An embedded page speaks for nobody but whom its link was for.
  if (who.kind === 'anybody') return EMBED_HEADER in column.headers ? 'forbidden' : 'ok'
  if (who.kind === 'has a link') return 'ok'
  if (column.kind === 'dead key') return 'unknown-key'
  switch (who.kind) {
    case 'of the team':
      return ofTheTeam(who.actions, { column, isRead })
    case 'host':
      if (column.kind === 'personal key') return 'forbidden'
      if (column.kind !== 'service key') return 'signed-out'
      if (!column.scopes.includes(who.scope)) return 'forbidden'
      return column.isFor ? 'ok' : 'unknown-team'
    case 'signed in':
      if (column.kind === 'nobody') return 'signed-out'
      return column.kind === 'person' ? 'ok' : 'forbidden'
    case 'operator':
      if (column.kind === 'nobody') return 'signed-out'
      return column.kind === 'person' && column.operator ? 'ok' : 'forbidden'
    case 'about oneself':
      if (column.kind === 'nobody') return who.signedOut ? 'ok' : 'signed-out'
      if (column.kind === 'service key') return column.isFor ? 'forbidden' : 'unknown-team'
      return column.roles.length > 0 ? 'ok' : 'unknown-team'
    default:
      return who satisfies never
  }
}

function ofTheTeam(
  actions: Extract<Who, { kind: 'of the team' }>['actions'],
  { column, isRead }: { column: Column; isRead: boolean },
): 'ok' | ProblemCode {
  if (column.kind === 'nobody') return 'signed-out'
  if (column.kind === 'dead key') return 'unknown-key'
  if (column.kind === 'service key') return 'forbidden'
  const { roles } = column
  if (roles.length === 0) return 'unknown-team'
  const isEmbedded = column.kind === 'embedded'
  const may = actions.some((action) => allows({ roles, isEmbedded }, action))
  return may && (isRead || column.kind !== 'personal key') ? 'ok' : 'forbidden'
}
