import type { Reply } from '#shared/contract/routes.ts'
import type { SessionReply } from '#shared/contract/usage.ts'
import { ROLES } from '#shared/contract/values.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { loadTerms } from '../ledger/terms.ts'
import { type Caller, viewerIn } from '../people/caller.ts'
import type { Ports } from '../ports.ts'
import type { Team } from '../records.ts'
import { viewAs } from '../view-as.ts'

/** Who asks, and which team they look at: the one asked for, or the first of theirs. */
export async function sessionView(
  ports: Ports,
  asked: { team: string | undefined; caller: Caller },
): Promise<Answer<Reply<'session'>>> {
  const { store } = ports
  const { caller } = asked
  const teams = await teamsOf(ports, caller)
  const team = asked.team === undefined ? teams[0] : teams.find(({ id }) => id === asked.team)
  if (!team) {
    return asked.team === undefined
      ? answer({ kind: 'no-team', asOf: ports.now(), signedIn: signedInAs(caller) })
      : refuse('unknown-team', `There is no team ${asked.team}.`)
  }
  const known = await viewerIn(store, { caller, team: team.id })
  if (!known.ok) return known
  const viewer = known.value
  const { plan } = await store.team(team.id).read((reads) => loadTerms(reads, ports.catalog))
  return answer({
    kind: 'session',
    asOf: ports.now(),
    actor: {
      name: viewer.name,
      ...(viewer.member ? { member: viewer.member } : {}),
      roles: [...viewer.roles],
      ...(viewer.operator ? { operator: viewer.operator } : {}),
    },
    team: {
      id: team.id,
      name: team.name,
      zone: team.zone,
      plan: { id: plan.id, name: plan.name },
      example: team.example,
    },
    teams: teams.map(({ id, name }) => ({ id, name })),
    signedIn: signedInAs(caller),
    ...(viewer.embedded ? { embeddedBy: viewer.embedded.by.name } : {}),
    viewAs: caller.kind === 'anybody' ? await viewAsOptions(ports, team) : [],
  })
}

/** What somebody is told who is not signed in: the ways to do so. */
export async function signedOutView({ people, now }: Ports): Promise<Answer<Reply<'session'>>> {
  const { link = false, provider } = people?.ways ?? {}
  const ways = { link, ...(provider === undefined ? {} : { provider }) }
  const isNew = (await people?.awaitsSetUp()) ?? false
  return answer({ kind: 'signed-out', asOf: now(), ways, ...(isNew ? { isNew } : {}) })
}

/** The teams that the caller may look at. */
export async function teamsOf({ store }: Ports, caller: Caller): Promise<Team[]> {
  switch (caller.kind) {
    case 'anybody':
      return store.teams()
    case 'person':
      return store.teamsOf(caller.person.id)
    case 'embedded':
      return (await store.teams()).filter(({ id }) => id === caller.team)
    case 'key': {
      const { teams } = caller.key
      return (await store.teams()).filter(({ id }) => teams === 'all' || teams.includes(id))
    }
    default:
      return caller satisfies never
  }
}

function signedInAs(caller: Caller): SessionReply['signedIn'] {
  if (caller.kind !== 'person') return undefined
  const { name, email, operator } = caller.person
  return { name, email, ...(operator ? { operator } : {}) }
}

async function viewAsOptions({ store }: Ports, team: Team): Promise<SessionReply['viewAs']> {
  const options: SessionReply['viewAs'] = []
  for (const role of ROLES) {
    const viewer = await viewAs(store, { as: role, team: team.id })
    if (viewer) options.push({ as: role, name: viewer.name, roles: [...viewer.roles] })
  }
  return options
}
