import type { Schema } from './schema.ts'

type Column<T extends keyof Schema> = keyof Schema[T] & string

/** How rows go into a table, and what becomes of one whose key is there already. */
export type InsertPlan<T extends keyof Schema> = {
  table: T
  columns: readonly Column<T>[]
  key: readonly Column<T>[]
  onConflict:
    | { kind: 'refuse' }
    | { kind: 'replace' }
    /** Adds these columns to the row that is there, and replaces the others. */
    | { kind: 'add'; columns: readonly Column<T>[] }
}

export type Cell = string | number | null
export type Row = Readonly<Record<string, Cell>>

export function insertSql<T extends keyof Schema>(plan: InsertPlan<T>, source: string): string {
  const target = `insert into "${plan.table}" (${quoted(plan.columns)}) ${source}`
  const changes = plan.columns
    .filter((column) => !plan.key.includes(column))
    .map((column) => `"${column}" = ${changed(plan, column)}`)
  if (plan.onConflict.kind === 'refuse') return target
  return `${target} on conflict (${quoted(plan.key)}) do update set ${changes.join(', ')}`
}

export function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ')
}

function changed<T extends keyof Schema>(plan: InsertPlan<T>, column: Column<T>): string {
  const { onConflict } = plan
  const adds = onConflict.kind === 'add' && onConflict.columns.includes(column)
  return adds ? `"${plan.table}"."${column}" + excluded."${column}"` : `excluded."${column}"`
}

export function planOf<T extends keyof Schema>(plan: InsertPlan<T>): InsertPlan<T> {
  return plan
}

export function cellsOf(columns: readonly string[], row: Row): Cell[] {
  return columns.map((column) => row[column] ?? null)
}

/** The rows with those of one key made one: PostgreSQL changes no row twice in a statement. */
export function mergedRows<T extends keyof Schema>(
  plan: InsertPlan<T>,
  rows: readonly Row[],
): Row[] {
  if (plan.onConflict.kind === 'refuse') return [...rows]
  const added: readonly string[] = plan.onConflict.kind === 'add' ? plan.onConflict.columns : []
  const merged = new Map<string, Row>()
  for (const row of rows) {
    const key = JSON.stringify(cellsOf(plan.key, row))
    const before = merged.get(key)
    const sums = before ? added.map((column) => [column, sumOf(before, row, column)]) : []
    merged.set(key, { ...row, ...Object.fromEntries(sums) })
  }
  return [...merged.values()]
}

function sumOf(a: Row, b: Row, column: string): number {
  return Number(a[column] ?? 0) + Number(b[column] ?? 0)
}
