import { historyOf } from './made-up-history.ts'
import { describeOperation, type Operation } from './operations.ts'
import { type Difference, play, type Tally } from './play.ts'
import { seedOfYear } from './random.ts'
import { shrink } from './shrink.ts'
import type { Bent, World, WorldKind } from './world.ts'

export type Simulation = {
  seed: number
  /** In all; each year begins with an empty ledger. */
  operations: number
  operationsAYear: number
  /** Which ledgers are compared, the first with the model. */
  kinds: readonly [WorldKind, ...WorldKind[]]
  /** Only this one. */
  year?: number
  /** Planted faults, in the first of the ledgers. */
  bent?: Bent
  /** How often a history that failed may be played again. */
  tries?: number
  onYear?: (year: { year: number; total: Tally }) => void
}

export type Found = {
  year: number
  difference: Difference
  /** The shortest found, with what differs in it. */
  history: readonly Operation[]
  shortest: Difference
}

export type Simulated = { total: Tally; years: number; found: Found | undefined }

const NONE: Tally = { operations: 0, events: 0, faults: 0, races: 0, looks: 0 }
const TRIES = 600

/** Year after year until there were as many operations as asked for, or something differs. */
export async function simulate(simulation: Simulation): Promise<Simulated> {
  const { seed, operations, operationsAYear, onYear } = simulation
  const many = simulation.year === undefined ? Math.ceil(operations / operationsAYear) : 1
  let total = NONE
  for (let done = 0; done < many; done++) {
    const year = simulation.year ?? done
    const size = Math.min(operationsAYear, operations - done * operationsAYear)
    const history = historyOf({ seed: seedOfYear(seed, year), operations: size })
    const { difference, tally } = await playOn(simulation, history)
    total = sum(total, tally)
    onYear?.({ year, total })
    if (difference) {
      const found = await shortestOf(simulation, { history, difference })
      return { total, years: done + 1, found: { year, difference, ...found } }
    }
  }
  return { total, years: many, found: undefined }
}

async function shortestOf(
  simulation: Simulation,
  { history, difference }: { history: readonly Operation[]; difference: Difference },
): Promise<Pick<Found, 'history' | 'shortest'>> {
  let shortest = { history: history.slice(0, difference.index + 1), difference }
  const fails = async (shorter: readonly Operation[]) => {
    const played = await playOn(simulation, shorter)
    if (!played.difference || !isAlike(played.difference, difference)) return false
    shortest = {
      history: shorter.slice(0, played.difference.index + 1),
      difference: played.difference,
    }
    return true
  }
  const tries = simulation.tries ?? TRIES
  const found = await shrink(shortest.history, { fails, tries })
  await fails(found)
  return { history: shortest.history, shortest: shortest.difference }
}

/** Of the same figure: a shorter history of another difference would be another defect's. */
function isAlike(a: Difference, b: Difference): boolean {
  const figureIn = ({ what }: Difference) => what.split(' is ')[0]?.replaceAll(/[\d-]+/g, '')
  return figureIn(a) === figureIn(b)
}

async function playOn({ kinds, bent }: Simulation, history: readonly Operation[]) {
  const [kind, ...others] = kinds
  const worlds: [World, ...World[]] = [await kind.open(bent)]
  try {
    for (const other of others) worlds.push(await other.open())
    return await play(worlds, history)
  } finally {
    for (const { close } of worlds) await close()
  }
}

function sum(a: Tally, b: Tally): Tally {
  return {
    operations: a.operations + b.operations,
    events: a.events + b.events,
    faults: a.faults + b.faults,
    races: a.races + b.races,
    looks: a.looks + b.looks,
  }
}

/** What somebody needs who is to mend it: the history, what differs, and how to see it again. */
export function describeFound(found: Found, command: string): string {
  const lines = found.history.map((operation) => describeOperation(operation))
  return [
    `In year ${found.year}, at operation ${found.difference.index}: ${found.difference.what}`,
    `Again with: ${command} --year ${found.year}`,
    `The shortest history found has ${lines.length} operations:`,
    ...lines,
    found.shortest.what,
  ].join('\n')
}
