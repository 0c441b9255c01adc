import type { Reply } from '#shared/contract/routes.ts'
import { type Operation, operationOf } from '#shared/credits/operation.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { viewOf } from '../in-view.ts'
import { accountKey, type Entry, openBooks } from '../ledger/books.ts'
import { type Caller, viewerIn } from '../people/caller.ts'
import type { Ports, TeamReads, Viewer } from '../ports.ts'
import { type Holder, TEAM_HOLDER, type Team } from '../records.ts'
import { teamsOf } from './session.ts'
import { cycleAsked, scopeOf, type View } from './view.ts'

/** Who asks and what is used, of the team asked for or the first of theirs. */
export async function meView(
  ports: Ports,
  asked: {
    team: string | undefined
    caller: Caller
    /** Asked once it is known that the caller may ask, before anything is read. */
    counted: () => Promise<Answer<undefined>>
  },
): Promise<Answer<Reply<'me'>>> {
  const { caller, counted } = asked
  const teams = await teamsOf(ports, caller)
  const team = asked.team === undefined ? teams[0] : teams.find(({ id }) => id === asked.team)
  if (!team) {
    if (asked.team !== undefined) return refuse('unknown-team', `There is no team ${asked.team}.`)
    return answer(inNoTeam(caller))
  }
  const known = await viewerIn(ports.store, { caller, team: team.id })
  if (!known.ok) return known
  const { value: viewer } = known
  const isLetIn = await counted()
  if (!isLetIn.ok) return isLetIn
  const ofTeam = ports.store.team(team.id)
  return ofTeam.read(async (reads) => {
    const view = await viewOf({ ports, viewer, asOf: ports.now() }, reads)
    const operations = await operationsIn(view)
    return operations.ok
      ? answer({ user: await userOf(reads, { viewer, team }), operations: operations.value })
      : operations
  })
}

function inNoTeam(caller: Caller): Reply<'me'> {
  const { id, name, email } =
    caller.kind === 'person'
      ? caller.person
      : { id: 'operator', name: 'Operator', email: undefined }
  return { user: { id, fullName: name, ...(email === undefined ? {} : { email }), roles: [] } }
}

async function userOf(
  reads: TeamReads,
  { viewer, team }: { viewer: Viewer; team: Team },
): Promise<Reply<'me'>['user']> {
  const [member] = viewer.member ? await reads.members([viewer.member.id]) : []
  return {
    id: viewer.id,
    fullName: viewer.name,
    ...(member ? { email: member.email } : {}),
    teamId: team.id,
    teamName: team.name,
    roles: [...viewer.roles],
  }
}

async function operationsIn(view: View): Promise<Answer<Operation[]>> {
  const cycle = await cycleAsked(view, undefined)
  if (!cycle.ok) return cycle
  const isTeam = scopeOf(view).kind === 'team'
  const resources: readonly Resource[] = isTeam ? RESOURCES : ['ai']
  const entries: Entry[] = resources.map((resource) => ({
    resource,
    cycle: cycle.value,
    holder: holderOf(view, resource),
  }))
  const books = await openBooks(view.reads, { entries, terms: view.terms })
  return answer(
    entries.map((entry) => operationOf(entry.resource, books.account(accountKey(entry)).account)),
  )
}

/** Where each member has an allowance, the viewer's own; the Postman API has it so, too. */
function holderOf({ terms, viewer }: View, resource: Resource): Holder {
  const isMembers = terms.plan.entitlements[resource].holder === 'member'
  return isMembers && viewer.member ? viewer.member.id : TEAM_HOLDER
}
