import { afterEach, expect } from 'vitest'
import { STATEMENTS } from '#server/database/guard.ts'
import { tableWithoutTeam } from './team-statements.ts'

/**
 * Whatever a test makes the server say to a database names the team of every row that it is about. In
 * SQLite nothing else keeps teams apart.
 */
const lost = new Set<string>()
let isMeant = false
let underWay = 0

STATEMENTS.subscribe((statement) => {
  if (typeof statement !== 'string' || underWay > 0) return
  if (tableWithoutTeam(statement)) lost.add(statement)
})

afterEach(() => {
  const found = [...lost]
  lost.clear()
  if (!isMeant) expect(found).toEqual([])
})

/** For a test file that says to the database itself what no program should. */
export function losesTeams(): void {
  isMeant = true
}

/** For what a test does itself, to all teams. */
export async function meant<T>(work: () => Promise<T>): Promise<T> {
  underWay++
  try {
    return await work()
  } finally {
    underWay--
  }
}

export function lostSoFar(): string[] {
  return [...lost]
}
