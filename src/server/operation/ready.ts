import { sql } from 'kysely'
import type { Engine, Statements } from '../database/engine.ts'
import { createDiskTrial } from './disk-trial.ts'

/** A probe is asked again and again: better told that it is not ready than kept waiting. */
const PATIENCE_MS = 2_000

/** Whether what comes could be written: the database answers in time, and its disk takes something. */
export function createReadiness(
  { ofNoTeam: { db }, pool }: Pick<Engine, 'ofNoTeam' | 'pool'>,
  { folder }: { folder: string },
): () => Promise<boolean> {
  // A PostgreSQL has its disk elsewhere; a standby says itself that it can only be read.
  if (pool) return () => inTime([isPrimary(db)])
  const takes = createDiskTrial(folder)
  return () => inTime([answers(db), takes()])
}

async function inTime(checks: readonly Promise<boolean>[]): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), PATIENCE_MS)
  const all = Promise.all(checks).then((each) => each.every(Boolean))
  const isSo = await Promise.race([all, late.promise])
  clearTimeout(timer)
  return isSo
}

function answers(db: Statements): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
}

function isPrimary(db: Statements): Promise<boolean> {
  return sql<{ standby: boolean }>`select pg_is_in_recovery() as standby`.execute(db).then(
    ({ rows }) => rows[0]?.standby === false,
    () => false,
  )
}
