import type { AdmitBody } from '#shared/contract/run.ts'
import { isAdmitted } from '#shared/credits/admission.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { invalidBody } from '../http/parse.ts'
import { type Entry, openBooks } from '../ledger/books.ts'
import { loadTerms, openCycle, type Terms } from '../ledger/terms.ts'
import type { TeamReads, TeamWrites } from '../ports.ts'
import { type Holder, type Member, type Run, TEAM_HOLDER } from '../records.ts'
import { isOfServer } from '../servers/server-day.ts'
import { refusalOf, standingIn } from './refusal-of.ts'

type Found = { holder: Holder; member: Member | undefined }

/** Where runs of one team are admitted, in a transaction: what several of them ask is read once. */
export type Desk = {
  asOf: Millis
  run: (id: string) => Run | undefined
  /** Whose account the run is admitted against. */
  holder: (body: AdmitBody) => Answer<Found>
  refusal: (asked: Found & { body: AdmitBody; estimate: Credits }) => Promise<Refusal | undefined>
  admit: (run: Run) => void
  /** To be called at the end: what was admitted is written. */
  write: () => Promise<void>
}

export async function openDesk(
  tx: TeamWrites,
  options: { catalog: Catalog; bodies: readonly AdmitBody[]; asOf: Millis },
): Promise<Desk> {
  const { catalog, bodies, asOf } = options
  const [terms, runs, members] = await Promise.all([
    loadTerms(tx, catalog),
    runsOf(tx, bodies),
    membersOf(tx, bodies),
  ])
  const holderOf = (body: AdmitBody) => foundHolder(body, { terms, members, asOf })
  const cycle = openCycle(terms, asOf)
  const entries = bodies.flatMap((body): Entry[] => {
    const found = holderOf(body)
    if (!found.ok) return []
    return [{ resource: body.resource, cycle, holder: found.value.holder }]
  })
  const [books, held] = await Promise.all([
    openBooks(tx, { entries, terms }),
    heldBy(tx, entries, asOf),
  ])
  let unwritten: Run[] = []

  const write = async () => {
    if (unwritten.length > 0) await tx.addRuns(unwritten)
    unwritten = []
  }

  return {
    asOf,
    run: (id) => runs.get(id),
    holder: holderOf,
    refusal: async (asked) => {
      const { resource, part } = asked.body
      const holds = held.get(accountOf(resource, asked.holder)) ?? 0
      const standing = standingIn(books, { ...asked, terms, cycle, clock: asOf, held: holds })
      if (!isOfServer(resource, part) && isAdmitted(standing)) return undefined
      // What is asked further is read, so it must be there.
      await write()
      return refusalOf(tx, { ...asked, terms, cycle, clock: asOf })
    },
    admit: (run) => {
      const account = accountOf(run.resource, run.holder)
      held.set(account, (held.get(account) ?? 0) + run.held)
      runs.set(run.id, run)
      unwritten.push(run)
    },
    write,
  }
}

async function runsOf(reads: TeamReads, bodies: readonly AdmitBody[]): Promise<Map<string, Run>> {
  const found = await reads.runs([...new Set(bodies.map(({ run }) => run))])
  return new Map(found.map((run) => [run.id, run]))
}

async function membersOf(
  reads: TeamReads,
  bodies: readonly AdmitBody[],
): Promise<ReadonlyMap<string, Member>> {
  const ids = new Set(bodies.flatMap(({ member }) => member ?? []))
  const found = ids.size > 0 ? await reads.members([...ids]) : []
  return new Map(found.map((member) => [member.id, member]))
}

async function heldBy(
  reads: TeamReads,
  entries: readonly Entry[],
  at: Millis,
): Promise<Map<string, Credits>> {
  const held = new Map<string, Credits>()
  for (const [resource, own] of Map.groupBy(entries, (entry) => entry.resource)) {
    const holders = [...new Set(own.map(({ holder }) => holder))]
    for (const [holder, credits] of await reads.heldByHolder({ resource, holders, at })) {
      held.set(accountOf(resource, holder), credits)
    }
  }
  return held
}

function foundHolder(
  body: AdmitBody,
  of: { terms: Terms; members: ReadonlyMap<string, Member>; asOf: Millis },
): Answer<Found> {
  const { terms, members, asOf } = of
  // As the account has it: a clock may be set back behind the last change of plan.
  const { entitlements } = terms.planIn(openCycle(terms, asOf))
  const isMembers = entitlements[body.resource].holder === 'member'
  if (body.member === undefined) {
    if (!isMembers) return answer({ holder: TEAM_HOLDER, member: undefined })
    return invalidBody('$.member', 'each member has an allowance of their own, so name one')
  }
  const member = members.get(body.member)
  if (!member || (member.removedAt !== undefined && member.removedAt <= asOf)) {
    return refuse('unknown-member', `The team has no member ${body.member}.`)
  }
  return answer(
    isMembers ? { holder: member.id, member } : { holder: TEAM_HOLDER, member: undefined },
  )
}

function accountOf(resource: Resource, holder: Holder): string {
  return `${resource} ${holder}`
}
