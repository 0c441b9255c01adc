import type { Reply } from '#shared/contract/routes.ts'
import type { SessionReply } from '#shared/contract/usage.ts'
import { ROLES } from '#shared/contract/values.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { loadTerms } from '../ledger/terms.ts'
import type { Ports, Viewer } from '../ports.ts'
import type { Team } from '../records.ts'

/** Who asks, and which team they look at: the one asked for, or the first. */
export async function sessionView(
  ports: Ports,
  asked: { team: string | undefined; viewAs: string | undefined },
): Promise<Answer<Reply<'session'>>> {
  const teams = await ports.store.teams()
  const team = asked.team === undefined ? teams[0] : teams.find(({ id }) => id === asked.team)
  if (!team) {
    return asked.team === undefined
      ? answer({ kind: 'no-team', asOf: ports.now() })
      : refuse('unknown-team', `There is no team ${asked.team}.`)
  }
  const viewer = await ports.identify({ viewAs: asked.viewAs, team: team.id })
  if (!viewer) return refuse('unknown-viewer', `Nobody is known as ${asked.viewAs}.`)
  const { plan } = await loadTerms(ports.store.team(team.id), ports.catalog)
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
    viewAs: await viewAsOptions(ports, team),
  })
}

async function viewAsOptions(ports: Ports, team: Team): Promise<SessionReply['viewAs']> {
  const options: SessionReply['viewAs'] = []
  for (const role of ROLES) {
    const viewer: Viewer | undefined = await ports.identify({ viewAs: role, team: team.id })
    if (viewer) options.push({ as: role, name: viewer.name, roles: [...viewer.roles] })
  }
  return options
}
