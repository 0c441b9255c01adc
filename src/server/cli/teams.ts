import { z } from 'zod'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import { refusalOfSeats } from '#api/members/seats.ts'
import { changePlan } from '#api/plans/change-plan.ts'
import { idSchema, nameSchema, ROLES } from '#shared/contract/values.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Catalog, findPlan, type Plan } from '#shared/credits/catalog.ts'
import { isZone } from '#shared/credits/cycle.ts'
import { OperatorError } from '../operator-error.ts'
import { checked } from './checked.ts'
import type { Ledger } from './open-ledger.ts'
import { table } from './table.ts'

const teamSchema = z.object({
  id: idSchema,
  name: nameSchema,
  plan: z.string(),
  zone: z.string().refine(isZone, 'is no time zone: use a name such as Europe/Berlin or UTC'),
  anchor: z.iso
    .date('must be a date such as 2026-01-31')
    .refine(isLikely, 'must be in the years 1970 to 2100'),
})

export const rolesSchema = z
  .string()
  .default('member')
  .transform((text) => [...new Set(text.split(',').map((role) => role.trim()))])
  .pipe(z.array(z.enum(ROLES, `must be one or more of ${ROLES.join(',')}`)))

const memberSchema = z.object({
  team: z.string(),
  id: idSchema,
  name: nameSchema,
  email: z.email('is no e-mail address'),
  roles: rolesSchema,
})

/** Each of these gives what to tell the operator. */
export async function addTeam(ledger: Ledger, given: object, now: Millis): Promise<string> {
  const { store, catalog } = ledger
  const team = checked(teamSchema, given)
  const plan = planOf(catalog, team.plan)
  if (await store.team(team.id).profile()) {
    throw new OperatorError(`There is a team ${team.id} already.`)
  }
  const { id, name, zone, anchor } = team
  const made = { object: { id, name }, after: { plan: plan.id, zone, anchor } }
  const entry = entryOf({ by: OPERATOR, asOf: now }, { action: 'team-made', ...made })
  await store.createTeam({ ...team, createdAt: now, example: false }, { entry })
  return `Team ${team.id} is there: ${plan.name} plan, billed from ${team.anchor} in ${team.zone}.`
}

const planSchema = z.object({ team: z.string(), plan: z.string() })

export async function putOnPlan(ledger: Ledger, given: object, asOf: Millis): Promise<string> {
  const { store, catalog } = ledger
  const asked = checked(planSchema, given)
  const changed = await changePlan({ store, catalog, asOf, ...asked, by: OPERATOR })
  if (!changed.ok) throw new OperatorError(changed.detail)
  const { from, plan } = changed.value
  if (from === plan.id) return `Team ${asked.team} is on the ${plan.name} plan already.`
  return `Team ${asked.team} is on the ${plan.name} plan from now on. Earlier cycles keep theirs.`
}

export async function listTeams({ store }: Ledger): Promise<string> {
  const teams = await store.teams()
  if (teams.length === 0) return 'There are no teams yet. "npm run team -- add" makes one.'
  return table(
    ['ID', 'NAME', 'PLAN', 'ZONE', 'ANCHOR', 'EXAMPLE'],
    teams.map(({ id, name, plan, zone, anchor, example }) => {
      return [id, name, plan, zone, anchor, example ? 'yes' : 'no']
    }),
  )
}

export async function addMember(ledger: Ledger, given: object, now: Millis): Promise<string> {
  const { store, catalog } = ledger
  const { team: teamId, ...member } = checked(memberSchema, given)
  const team = store.team(teamId)
  const profile = await team.profile()
  if (!profile) throw new OperatorError(`There is no team ${teamId}.`)
  await team.write(async (tx) => {
    const [there] = await tx.members([member.id])
    if (there) throw new OperatorError(`${profile.name} has a member ${member.id} already.`)
    const refusal = await refusalOfSeats(tx, { catalog, at: now })
    if (refusal) throw new OperatorError(refusal.detail)
    await tx.addMembers([{ ...member, createdAt: now }])
    const { id, name, email, roles } = member
    const added = { object: { id, name }, after: { email, roles } }
    await tx.record(entryOf({ by: OPERATOR, asOf: now }, { action: 'member-added', ...added }))
  })
  return `${member.name} (${member.id}) is a member of ${profile.name}: ${member.roles.join(', ')}.`
}

function planOf(catalog: Catalog, id: string): Plan {
  const plan = findPlan(catalog, id)
  if (plan) return plan
  const there = catalog.plans.map((known) => known.id).join(', ')
  throw new OperatorError(`There is no plan ${JSON.stringify(id)} in the catalog: it has ${there}.`)
}

/** A slip such as 2206 for 2026 would refuse every event as before the first cycle. */
function isLikely(date: string): boolean {
  return date >= '1970-01-01' && date < '2101-01-01'
}
