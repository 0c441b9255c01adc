import type { Schema } from '#server/database/schema.ts'

/** Tables whose every row is of a team, or of the whole server. */
const TABLES: Record<keyof Schema, true> = {
  accounts: true,
  agent_tools: true,
  archived_cycles: true,
  settings: true,
  audit: true,
  bonus_grants: true,
  bonus_purchases: true,
  charges: true,
  charges_alerts: true,
  closings: true,
  connections: true,
  crossings: true,
  deliveries: true,
  dismissals: true,
  embeds: true,
  endpoints: true,
  event_keys: true,
  flows: true,
  holds: true,
  invitations: true,
  invoices: true,
  kept_mails: true,
  keys: true,
  low_alerts: true,
  low_crossings: true,
  mail_choices: true,
  members: true,
  messages: true,
  part_days: true,
  parts: true,
  plan_changes: true,
  readings: true,
  rejections: true,
  rollup_days: true,
  rollups: true,
  runs: true,
  sales: true,
  server_limits: true,
  spend_caps: true,
  switch_history: true,
  switches: true,
  teams: true,
  totals: true,
}

/** What is asked of all teams at once, and why. All are in `every-team.ts`. */
const OF_EVERY_TEAM: readonly { begins: string; why: string }[] = [
  {
    begins:
      'select team_id from invitations where (ended_at < ? or expires_at < ?) union select team_id from keys where team_id != ? and expires_at < ? union select team_id from embeds where expires_at <',
    why: 'where something is over that is to be taken away',
  },
  {
    begins: 'select team_id from teams',
    why: 'a copy goes from team to team, into a database without any',
  },
  { begins: 'select * from teams order by', why: 'jobs go from team to team; the operator’s list' },
  { begins: 'select distinct team_id from deliveries where due_at', why: 'whose turn it is' },
  {
    begins: 'select count(*) as count from deliveries where due_at <= ?',
    why: 'the server’s own figures',
  },
  { begins: 'select distinct team_id from connections where due_at', why: 'whose turn it is' },
  {
    begins: 'select invitation_id from invitations where email =',
    why: 'whoever is invited may sign in',
  },
  { begins: 'select * from keys where key_id =', why: 'a key says whose it is' },
  { begins: 'select team_id from keys where key_id =', why: 'a key says whose it is' },
  {
    begins:
      'select teams.* from members inner join teams on teams.team_id = members.team_id where members.person_id =',
    why: 'a person can be in several teams',
  },
  { begins: 'select * from rejections where (team_id, hash) > (', why: 'the operator’s list' },
  { begins: 'select * from rejections order by', why: 'the operator’s list' },
  { begins: 'select distinct team_id from rejections where received_at', why: 'what is over' },
  {
    begins: 'select * from kept_mails where (kept_at, team_id, mail_id) < (',
    why: 'the operator’s list',
  },
  { begins: 'select * from kept_mails order by', why: 'the operator’s list' },
]

type Reference = { table: string; alias: string; group: string }

/** The first of the statement's tables whose rows it does not narrow to one team; nothing if it does. */
export function tableWithoutTeam(statement: string): string | undefined {
  const text = plain(statement)
  if (OF_EVERY_TEAM.some(({ begins }) => text.startsWith(begins))) return undefined
  const inserted = /^insert into (\w+) \(([^)]*)\)/.exec(text)
  if (inserted?.[1] && isTable(inserted[1]) && !/\bteam_id\b/.test(inserted[2] ?? '')) {
    return inserted[1]
  }
  return withoutTeam(references(text))?.table
}

/** Of the references one that neither names a team nor is of the same team as one that does. */
function withoutTeam(all: readonly Reference[]): Reference | undefined {
  const named = new Set(all.filter(namesTeam).map(({ alias }) => alias))
  let rest = all.filter((each) => !namesTeam(each))
  for (;;) {
    const joined = rest.filter((each) => [...named].some((other) => isOfTeamOf(each, other)))
    if (joined.length === 0) return rest[0]
    for (const { alias } of joined) named.add(alias)
    rest = rest.filter((each) => !joined.includes(each))
  }
}

/** Without quotes, line breaks and the names of parameters. */
function plain(statement: string): string {
  return statement
    .replaceAll('"', '')
    .replaceAll(/\$\d+/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

function isTable(name: string): boolean {
  return name in TABLES
}

/** Each use of a table, with the part of the statement that speaks of it. */
function references(text: string): Reference[] {
  return groups(text).flatMap((group) => {
    const named = group.matchAll(/\b(?:from|join|update) (\w+)(?: as (\w+))?/g)
    return [...named].flatMap(([, table = '', alias = table]) =>
      isTable(table) ? [{ table, alias, group }] : [],
    )
  })
}

/** The statement and everything in brackets, each without what is in brackets within it. */
function groups(text: string): string[] {
  const open: string[] = ['']
  const closed: string[] = []
  for (const character of text) {
    if (character === '(') open.push('')
    else if (character === ')') {
      closed.push(open.pop() ?? '')
      open.push(`${open.pop() ?? ''} () `)
    } else open.push(`${open.pop() ?? ''}${character}`)
  }
  return [...closed, ...open]
}

function namesTeam({ table, alias, group }: Reference): boolean {
  const bare = alias === table ? `(?:(?<![.\\w])|\\b${alias}\\.)` : `\\b${alias}\\.`
  return new RegExp(`${bare}team_id = (?:\\?|'[^']*')`).test(group)
}

function isOfTeamOf({ alias, group }: Reference, other: string): boolean {
  const either = [`${alias}\\.team_id = ${other}`, `${other}\\.team_id = ${alias}`]
  return new RegExp(`\\b(?:${either.join('|')})\\.team_id\\b`).test(group)
}
