import type { MemberBalance, ResourceUsage, UsageReply } from '#shared/contract/usage.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'
import { lowAlertIn } from '../low-credit/low-alert-view.ts'
import { TEAM_HOLDER } from '../records.ts'
import { alertsOf, newestPerAccount } from './alerts.ts'
import { firstMembers } from './members.ts'
import { resourceUsages } from './resource-usage.ts'
import { scopeOf, type View } from './view.ts'

const MOST_CLOSEST = 5

type UsageView = Pick<UsageReply, 'team' | 'currency' | 'resources' | 'alerts' | 'low' | 'closest'>

/** What the Resource usage page shows; to a member, of their own AI credits only. */
export async function usageView(view: View, cycle: Cycle): Promise<UsageView> {
  const { team, plan } = view.terms
  const scope = scopeOf(view)
  const isTeam = scope.kind === 'team'
  const subject = isTeam
    ? { holder: TEAM_HOLDER, name: team.name }
    : { holder: scope.member.id, name: scope.member.name }
  const resources: readonly Resource[] = isTeam ? RESOURCES : ['ai']
  const [usages, alerts, closest] = await Promise.all([
    resourceUsages(view, { cycle, resources, subject }),
    alertsOf(view, { cycle, holder: subject.holder }),
    isTeam ? closestMembers(view, cycle) : [],
  ])
  const newest = newestPerAccount(alerts)
  // A member is shown no resource but AI credits.
  const assistant = usages.find(({ resource }) => resource === 'assistant')
  const low = await lowAlertIn(view, { cycle, usage: assistant, alerts: newest })
  return {
    team: {
      id: team.id,
      name: team.name,
      zone: team.zone,
      plan: { id: plan.id, name: plan.name },
    },
    currency: view.catalog.currency,
    resources: usages.sort(fullestFirst),
    // One fact is told once: of the Assistant's credits the newest.
    alerts: low ? newest.filter(({ resource }) => resource !== 'assistant') : newest,
    ...(low ? { low } : {}),
    closest,
  }
}

function fullestFirst(a: ResourceUsage, b: ResourceUsage): number {
  return fullness(b) - fullness(a)
}

function fullness({ standing }: ResourceUsage): number {
  if (standing.share.kind === 'share') return standing.share.bps
  return standing.limit === 'ok' ? 0 : Number.MAX_SAFE_INTEGER
}

/** Members whose own limit is near or behind them, closest first. */
async function closestMembers(view: View, cycle: Cycle): Promise<MemberBalance[]> {
  if (view.terms.plan.entitlements.ai.holder !== 'member') return []
  const query = { sort: 'share', order: 'desc', limit: MOST_CLOSEST } as const
  const first = await firstMembers(view, { cycle, resource: 'ai', query })
  return first.filter((row) => row.balance.kind === 'own' && row.balance.standing.used > 0)
}
