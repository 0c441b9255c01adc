import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { noMischief } from './faulty-engine.ts'
import { figuresIn, lookAt, readAll } from './look.ts'
import { figuresOf } from './model/figures.ts'
import { closeDue } from './model/invoices.ts'
import { type Foretold, foretell, type Model } from './model/model.ts'
import type { ModelTeam } from './model/team.ts'
import { countOf, eventsIn, type Operation, type TeamAct } from './operations.ts'
import { type Answered, isLost, perform, performJob } from './perform.ts'
import type { World } from './world.ts'

/** The first thing in which a ledger and what it is held against do not agree. */
export type Difference = {
  /** Of the operation in the history. */
  index: number
  team: string | undefined
  what: string
}

export type Tally = {
  operations: number
  events: number
  faults: number
  races: number
  looks: number
}

export type Played = { difference: Difference | undefined; tally: Tally }

/** The ledgers that are compared with each other; the model is held against the first. */
export type Worlds = readonly [World, ...World[]]

type Stage = { worlds: Worlds; model: Model; tally: Tally }

/**
 * Plays a history on every world and on the model, and ends at the first difference. Each operation's
 * answers are compared, and at each look everything that can be read.
 */
export async function play(worlds: Worlds, history: readonly Operation[]): Promise<Played> {
  const tally = { operations: 0, events: 0, faults: 0, races: 0, looks: 0 }
  const stage: Stage = { worlds, model: new Map(), tally }
  for (const [index, operation] of history.entries()) {
    tally.operations += countOf(operation)
    tally.events += eventsIn(operation)
    const what = await step(stage, operation, index).catch(thrown)
    if (what !== undefined) {
      const team = 'team' in operation.act ? operation.act.team : undefined
      return { difference: { index, team, what }, tally }
    }
  }
  return { difference: undefined, tally }
}

function thrown(error: unknown): string {
  return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

/** What differs, in words; nothing where all agree. */
async function step(
  stage: Stage,
  operation: Operation,
  index: number,
): Promise<string | undefined> {
  const { worlds, tally } = stage
  const { at, act } = operation
  for (const { clock } of worlds) clock.now = at
  switch (act.kind) {
    case 'look':
      tally.looks++
      return look(stage, act.team)
    case 'race':
      tally.races++
      return race(stage, { act, at })
    case 'close':
    case 'deliver':
    case 'restart':
      return job(stage, act, operation)
    default:
      return one(stage, { ...operation, act }, index)
  }
}

/** A request, its fault and what the client does then: it asks again. */
async function one(
  stage: Stage,
  operation: Operation & { act: TeamAct },
  server: number,
): Promise<string | undefined> {
  const { worlds, model, tally } = stage
  const { act, at, fault } = operation
  const asked: Awaited<ReturnType<typeof askAgain>>[] = []
  for (const world of worlds) asked.push(await askAgain(world, { act, fault, server }))
  const isTwice = asked.some(({ committed }) => committed)
  if (asked.some(({ wasHit }) => wasHit)) tally.faults++
  if (isTwice) foretell(model, { act, at, did: wasDone(asked[0]?.answered) })
  const answers: Told[] = []
  for (const { world, answered, committed } of asked) {
    // What one world's client had to ask twice is asked twice of all: some of it counts each time.
    const isBehind = isTwice && !committed
    const last = isBehind ? await perform(world, act, server + 1) : answered
    answers.push({ name: world.name, answered: last })
  }
  const foretold = foretell(model, { act, at, did: isDone(answers[0]?.answered) })
  return failureIn(worlds) ?? differenceIn(act, { answers, foretold })
}

type Told = { name: string; answered: Answered }

async function askAgain(
  world: World,
  { act, fault, server }: { act: TeamAct; fault: Operation['fault']; server: number },
) {
  const { mischief } = world
  Object.assign(mischief, noMischief(), { armed: fault })
  const answered = await perform(world, act, server)
  const wasHit = mischief.fired
  const isLostOnTheWay = wasHit && isLost(answered)
  const committed = isLostOnTheWay && mischief.committed > 0
  Object.assign(mischief, noMischief())
  if (!isLostOnTheWay) return { world, answered, committed: false, wasHit }
  return { world, answered: await perform(world, act, server + 1), committed, wasHit }
}

/** Before it was asked for again: who was removed then is not there to be removed. */
function wasDone(answered: Answered | undefined): boolean {
  if (!answered || isDone(answered)) return answered !== undefined
  return answerSchema.parse(answered.body).code === 'unknown-member'
}

function isDone(answered: Answered | undefined): boolean {
  return answered !== undefined && answered.status < 400
}

async function job(
  { worlds, model, tally }: Stage,
  act: Extract<Operation['act'], { kind: 'close' | 'deliver' | 'restart' }>,
  { at, fault }: Operation,
): Promise<string | undefined> {
  const answers: Told[] = []
  for (const world of worlds) {
    Object.assign(world.mischief, noMischief(), { armed: fault })
    const answered = await performJob(world, act)
    if (world.mischief.fired) tally.faults++
    const again = world.mischief.fired && isLost(answered)
    Object.assign(world.mischief, noMischief())
    answers.push({ name: world.name, answered: again ? await performJob(world, act) : answered })
  }
  if (act.kind === 'close') for (const team of model.values()) closeDue(team, at)
  return failureIn(worlds) ?? differenceIn(act, { answers, foretold: undefined })
}

/** Each order is one that could have been; the answers must be those of one of them. */
async function race(
  { worlds, model }: Stage,
  { act, at }: { act: Extract<Operation['act'], { kind: 'race' }>; at: number },
): Promise<string | undefined> {
  const [first, ...others] = worlds
  const { acts, team: id } = act
  const before = model.get(id)
  if (!before) return undefined
  const server = (place: number) => (act.servers === 1 ? 0 : place)
  const raced = await Promise.all(acts.map((each, place) => perform(first, each, server(place))))
  const differences: string[] = []
  const possible: { order: number[]; team: ModelTeam }[] = []
  for (const order of ordersOf(acts.length)) {
    const tried: Model = new Map([[id, structuredClone(before)]])
    const difference = firstDifference(order, (place) => {
      const [each, answered] = [acts[place], raced[place]]
      if (!each || !answered) return undefined
      const foretold = foretell(tried, { act: each, at, did: isDone(answered) })
      return differenceIn(each, { answers: [{ name: first.name, answered }], foretold })
    })
    const team = tried.get(id)
    if (difference === undefined && team) possible.push({ order, team })
    else differences.push(`in the order ${order.join()}: ${difference}`)
  }
  const found = await whichWas(first, { id, possible })
  if (!found) return `no order of the race explains it\n${differences.join('\n')}`
  model.set(id, found.team)
  return failureIn(worlds) ?? (await followed({ others, acts, order: found.order, raced }, first))
}

/** The answers may be those of several orders; what came of it tells them apart. */
async function whichWas(
  world: World,
  { id, possible }: { id: string; possible: { order: number[]; team: ModelTeam }[] },
) {
  const [first, ...others] = possible
  const figures = first && figuresOf(first.team)
  if (others.every(({ team }) => isDeepStrictEqual(figuresOf(team), figures))) return first
  for (const each of possible) {
    const is = await figuresIn(world, id, each.team)
    if (isDeepStrictEqual(is, figuresOf(each.team))) return each
  }
  return undefined
}

/** The other worlds do it in the order that was found. */
async function followed(
  of: {
    others: readonly World[]
    acts: readonly TeamAct[]
    order: readonly number[]
    raced: readonly Answered[]
  },
  { name }: World,
): Promise<string | undefined> {
  for (const world of of.others) {
    for (const place of of.order) {
      const [act, answered] = [of.acts[place], of.raced[place]]
      if (!act || !answered) continue
      const other = { name: world.name, answered: await perform(world, act, 0) }
      const answers = [{ name, answered }, other]
      const difference = differenceIn(act, { answers, foretold: undefined })
      if (difference !== undefined) return difference
    }
  }
  return undefined
}

function firstDifference(
  order: readonly number[],
  work: (place: number) => string | undefined,
): string | undefined {
  for (const place of order) {
    const difference = work(place)
    if (difference !== undefined) return difference
  }
  return undefined
}

function ordersOf(count: number): number[][] {
  if (count === 0) return [[]]
  return ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => order.toSpliced(count - 1 - place, 0, count - 1)),
  )
}

async function look({ worlds, model }: Stage, id: string): Promise<string | undefined> {
  const team = model.get(id)
  if (!team) return undefined
  const [first, ...others] = worlds
  for (const world of worlds) {
    const { is, should } = await lookAt(world, id, team)
    const difference = pathOfDifference(is, should)
    if (difference) return `${world.name} and the model: ${difference}`
    const faults = await world.check(id)
    if (faults.length > 0) return `${world.name} does not agree with itself: ${faults.join(' ')}`
  }
  const read = await readAll(first, id)
  for (const world of others) {
    const difference = pathOfDifference(read, await readAll(world, id))
    if (difference) return `${first.name} and ${world.name}: ${difference}`
  }
  return failureIn(worlds)
}

function failureIn(worlds: Worlds): string | undefined {
  for (const { name, failures } of worlds) {
    const failure = failures.at(0)
    if (failure)
      return `${name} failed: ${failure instanceof Error ? failure.stack : String(failure)}`
  }
  return undefined
}

/** Between the worlds' answers, or between them and what the model foretold. */
function differenceIn(
  act: { kind: string },
  { answers, foretold }: { answers: readonly Told[]; foretold: Foretold },
): string | undefined {
  const [first, ...others] = answers
  if (!first) return undefined
  for (const other of others) {
    const difference = pathOfDifference(first.answered, other.answered)
    if (difference) return `${act.kind}: ${first.name} and ${other.name}: ${difference}`
  }
  if (foretold === undefined) return undefined
  const difference = pathOfDifference(saidIn(first.answered, Object.keys(foretold)), foretold)
  return difference && `${act.kind}: ${first.name} and the model: ${difference}`
}

const answerSchema = z.object({
  code: z.string().optional(),
  run: z.object({ free: z.int(), missing: z.int() }).optional().catch(undefined),
  results: z
    .array(
      z.object({
        outcome: z.string(),
        credits: z.int().optional(),
        late: z.boolean().optional(),
        reason: z.string().optional(),
      }),
    )
    .optional(),
})

/** Of an answer, what the model foretells. */
function saidIn(
  { status, body, left }: Answered,
  names: readonly string[],
): Record<string, unknown> {
  const { code, run, results } = answerSchema.parse(body)
  const isRefusedRun = status >= 400 && run !== undefined && 'free' in run
  const said: Record<string, unknown> = {
    code: status < 400 ? undefined : isRefusedRun ? 'refused' : code,
    free: isRefusedRun ? run.free : undefined,
    missing: isRefusedRun ? run.missing : undefined,
    results: results?.map((result) => JSON.parse(JSON.stringify(result))),
    left: left === null || left === undefined ? undefined : Number(left),
  }
  return Object.fromEntries(names.map((name) => [name, said[name]]))
}

/** Where two values first differ, and how. */
export function pathOfDifference(is: unknown, should: unknown, path = ''): string | undefined {
  if (isDeepStrictEqual(is, should)) return undefined
  if (isParts(is) && isParts(should)) {
    for (const name of new Set([...Object.keys(is), ...Object.keys(should)])) {
      const difference = pathOfDifference(is[name], should[name], `${path}.${name}`)
      if (difference) return difference
    }
  }
  return `${path || 'all'} is ${told(is)}, and should be ${told(should)}`
}

function isParts(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function told(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value)
}
