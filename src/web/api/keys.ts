import type { Resource } from '#shared/credits/resources.ts'

/** Each key extends its parent, so that one invalidation reaches all that is below. */
export const keys = {
  sessions: ['session'],
  ownSessions: ['own-sessions'],
  plans: ['plans'],
  session: (team: string | undefined) => ['session', team ?? 'own'],
  team: (team: string) => ['team', team],
  inbox: (team: string) => [...keys.team(team), 'inbox'],
  mailChoices: (team: string) => [...keys.team(team), 'mail-choices'],
  deliveries: (team: string) => [...keys.team(team), 'deliveries'],
  endpoints: (team: string) => [...keys.team(team), 'endpoints'],
  cycles: (team: string) => [...keys.team(team), 'cycles'],
  flows: (team: string) => [...keys.team(team), 'flows'],
  lowAlerts: (team: string) => [...keys.team(team), 'low-alerts'],
  connections: (team: string) => [...keys.team(team), 'connections'],
  servers: (team: string) => [...keys.team(team), 'servers'],
  invoices: (team: string) => [...keys.team(team), 'invoices'],
  invoice: (team: string, cycle: string) => [...keys.invoices(team), cycle],
  purchases: (team: string) => [...keys.team(team), 'purchases'],
  allUsage: (team: string) => [...keys.team(team), 'usage'],
  usage: (team: string, cycle: string | undefined) => [...keys.allUsage(team), cycle ?? 'open'],
  resource: (team: string, resource: Resource) => [...keys.team(team), 'resource', resource],
  resourceUsage: (team: string, resource: Resource, cycle: string | undefined) => [
    ...keys.resource(team, resource),
    'usage',
    cycle ?? 'open',
  ],
  allMembers: (team: string, resource: Resource) => [...keys.resource(team, resource), 'members'],
  allCharges: (team: string, resource: Resource) => [...keys.resource(team, resource), 'charges'],
} as const
