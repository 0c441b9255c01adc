import { invoiceReplySchema, invoicesReplySchema } from '#shared/contract/invoice.ts'
import { usageReplySchema } from '#shared/contract/usage.ts'
import type { InvoiceLine } from '#shared/credits/invoice.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import { timeOf } from './model/accounts.ts'
import { dateIn, startOf } from './model/calendar.ts'
import {
  accountText,
  crossingText,
  cyclesOf,
  type Figures,
  figuresOf,
  pageOf,
  pageText,
} from './model/figures.ts'
import { closeDue } from './model/invoices.ts'
import type { ModelTeam } from './model/team.ts'
import { type Answered, request } from './perform.ts'
import type { Server, World } from './world.ts'

const DAY = 86_400_000

/** What a world says of a team, beside what the model says of it. */
export type Looked = { is: unknown; should: unknown }

/** The ledger's own rows beside the model's sums, and the page and the draft that are made of them. */
export async function lookAt(world: World, id: string, team: ModelTeam): Promise<Looked> {
  const server = serverOf(world)
  const page = await pageIn(server, id)
  closeDue(team, world.clock.now)
  const is = { ...(await figuresIn(world, id, team)), page }
  return { is, should: { ...figuresOf(team), page: pageOf(team, timeOf(team, world.clock.now)) } }
}

/** The same from a world's ledger, which a race may have left in one of several states. */
export async function figuresIn(world: World, id: string, model: ModelTeam): Promise<Figures> {
  const server = serverOf(world)
  const team = server.store.team(id)
  const accounts: Record<string, string> = {}
  const days: Record<string, number> = {}
  const crossings: string[] = []
  const cycles = cyclesOf(model)
  for (const { id: cycle } of cycles) {
    for (const resource of RESOURCES) {
      for (const record of await team.accountsAfter({
        cycle,
        resource,
        after: undefined,
        limit: 1_000,
      })) {
        accounts[`${cycle} ${resource} ${record.holder}`] = accountText(record.account)
      }
    }
    const found = await team.crossings({ cycle, limit: 10_000 })
    const messages = new Set((await team.messagesFor(`limit:${cycle}`)).map((each) => each.id))
    for (const crossing of found) {
      const isTold = messages.delete(`limit:${crossing.id}`)
      crossings.push(`${crossingText(crossing)}${isTold ? '' : ', of which nobody is told'}`)
    }
    crossings.push(...[...messages].map((message) => `${message} tells of no crossing`))
  }
  for (const [day, credits] of await daysIn(server, id, model)) days[day] = credits
  const bonus = await team.bonus('assistant')
  const invoices = (await team.invoices()).toReversed()
  return {
    accounts,
    days,
    crossings: crossings.toSorted(),
    invoices: invoices.map(
      ({ number, cycle, totalMicros, lines }) =>
        `${number} of ${cycle}: ${totalMicros} for ${lines.map(lineText).toSorted().join(', ')}`,
    ),
    closed: (await team.lastClosing())?.cycle,
    bonus: Object.fromEntries(bonus.map((grant) => [grant.id, grant.left])),
    charges: await countCharges(
      server,
      id,
      cycles.map(({ start }) => start),
    ),
  }
}

function serverOf({ servers, name }: World): Server {
  const [server] = servers
  if (!server) throw new Error(`${name} has no server`)
  return server
}

/** The rollups' days, which the model finds on a calendar of its own. */
async function daysIn(
  server: Server,
  id: string,
  model: ModelTeam,
): Promise<(readonly [string, number])[]> {
  const { zone } = model.made
  const cycles = cyclesOf(model)
  const days = cycles.flatMap(({ start, end }) => {
    const dates: { date: string; start: number; end: number }[] = []
    for (let noon = start + DAY / 2; noon < end; noon += DAY) {
      const date = dateIn(zone, noon)
      const next = dateIn(zone, noon + DAY)
      dates.push({ date, start: startOf(zone, date), end: startOf(zone, next) })
    }
    return dates
  })
  const inOrder = days.toSorted((a, b) => a.start - b.start)
  const team = server.store.team(id)
  const use = await team.dailyUse({ holders: [''], resources: RESOURCES, days: inOrder })
  const sums = new Map<string, number>()
  for (const { resource, day, credits } of use) {
    const key = `${resource} ${inOrder[day]?.date}`
    if (credits > 0) sums.set(key, (sums.get(key) ?? 0) + credits)
  }
  return [...sums]
}

async function countCharges(
  server: Server,
  id: string,
  starts: readonly number[],
): Promise<number> {
  const team = server.store.team(id)
  let charges = 0
  const span = { from: Math.min(...starts, 0), to: Number.MAX_SAFE_INTEGER }
  for (const resource of RESOURCES) {
    const { matching } = await team.chargePage({ ...span, resource, limit: 1 })
    charges += matching.charges
  }
  return charges
}

function lineText(line: InvoiceLine): string {
  const { resource, micros } = line
  if (line.kind === 'bonus-pack') {
    return `${resource} bonus ${line.packCredits}: ${line.packs} at ${line.packMicros} is ${micros}`
  }
  const late = line.late ? 'late ' : ''
  return `${resource} ${late}${line.blockCredits}: ${line.blocks} at ${line.blockMicros} is ${micros}`
}

/** What a Billing admin sees of the open cycle. Asked for its invoices, the ledger closes what is due. */
async function pageIn(server: Server, id: string): Promise<Record<string, string>> {
  const team = `/api/v1/teams/${id}`
  const asked = await request(server, { method: 'GET', path: `${team}/invoices`, as: 'billing' })
  const { invoices } = invoicesReplySchema.parse(asked.body)
  const answered = await request(server, { method: 'GET', path: `${team}/usage`, as: 'billing' })
  const { cycle, resources } = usageReplySchema.parse(answered.body)
  const draft = invoices.find((invoice) => invoice.cycle.id === cycle.id)
  const page: Record<string, string> = {
    cycle: cycle.id,
    draft: String(draft?.totalMicros ?? 0),
  }
  for (const { resource, standing, buckets, payAsYouGo } of resources) {
    const { allowance } = standing
    const limit = allowance.kind === 'unlimited' ? 'no limit' : String(allowance.credits)
    const bought =
      payAsYouGo.kind === 'offered' ? `${payAsYouGo.blocks} for ${payAsYouGo.costMicros}` : 'none'
    page[resource] = pageText({ used: buckets, limit, bought })
  }
  return page
}

const READS: readonly string[] = [
  'usage',
  ...RESOURCES.flatMap((resource) => [`resources/${resource}`, `resources/${resource}/charges`]),
  'resources/ai/members',
  'alerts',
  'inbox',
  'invoices',
  'purchases',
  'servers',
  'flows',
  'low-credit-alerts',
]

/** Everything that the page asks for, as it is answered. */
export async function readAll(world: World, team: string): Promise<Record<string, Answered>> {
  const server = serverOf(world)
  const answers: Record<string, Answered> = {}
  for (const read of READS) {
    const path = `/api/v1/teams/${team}/${read}`
    answers[read] = await request(server, { method: 'GET', path, as: 'billing' })
  }
  const { body } = answers.invoices ?? {}
  const listed = invoicesReplySchema.safeParse(body)
  for (const { cycle } of listed.success ? listed.data.invoices : []) {
    const path = `/api/v1/teams/${team}/invoices/${cycle.id}`
    const read = await request(server, { method: 'GET', path, as: 'billing' })
    invoiceReplySchema.parse(read.body)
    answers[`invoice ${cycle.id}`] = read
  }
  return answers
}
