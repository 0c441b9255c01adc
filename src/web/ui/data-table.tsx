import { Fragment, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './data-table.module.css'

export type Column<R> = {
  key: string
  header: ReactNode
  cell: (row: R) => ReactNode
  align?: 'start' | 'end'
  /** Names the row for a reader. */
  isRowHeader?: boolean
  /** Left out on a narrow screen, where a row has less to say. */
  wideOnly?: boolean
}

type DataTableProps<R> = {
  caption: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  keyOf: (row: R) => string
  /** It has as many columns as there are things: where they are too many, a keyboard scrolls it. */
  manyColumns?: boolean
  /** On a narrow screen, a second line of the row: what the columns left out would say. */
  below?: (row: R) => ReactNode
  /** Last rows that complete or sum the others: what stands in a column, by its key. */
  footers?: readonly Record<string, ReactNode>[]
}

export function DataTable<R>(props: DataTableProps<R>) {
  const { caption, columns, rows, keyOf, below, footers = [] } = props
  const scrolling = props.manyColumns
    ? { role: 'region', tabIndex: 0, 'aria-label': caption }
    : undefined
  return (
    <div className={styles.scroller} {...scrolling}>
      <table className={styles.table}>
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={keyOf(row)}>
              <tr>
                {columns.map((column) => (
                  <Cell key={column.key} column={column} row={row} />
                ))}
              </tr>
              {below && <Below columns={columns.length}>{below(row)}</Below>}
            </Fragment>
          ))}
        </tbody>
        {footers.length > 0 && <Footers columns={columns} footers={footers} />}
      </table>
    </div>
  )
}

function Below({ columns, children }: { columns: number; children: ReactNode }) {
  if (!children) return null
  return (
    <tr className={styles.below}>
      <td colSpan={columns}>{children}</td>
    </tr>
  )
}

function Footers<R>({
  columns,
  footers,
}: {
  columns: readonly Column<R>[]
  footers: readonly Record<string, ReactNode>[]
}) {
  return (
    <tfoot>
      {footers.map((footer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place.
        <tr key={index}>
          {columns.map((column) => (
            <FooterCell key={column.key} column={column} content={footer[column.key]} />
          ))}
        </tr>
      ))}
    </tfoot>
  )
}

function FooterCell<R>({ column, content }: { column: Column<R>; content: ReactNode }) {
  return column.isRowHeader ? (
    <th scope="row">{content}</th>
  ) : (
    <td className={classOf(column)}>{content}</td>
  )
}

function Cell<R>({ column, row }: { column: Column<R>; row: R }) {
  const content = column.cell(row)
  return column.isRowHeader ? (
    <th scope="row" className={classOf(column)}>
      {content}
    </th>
  ) : (
    <td className={classOf(column)}>{content}</td>
  )
}

function classOf<R>(column: Column<R>): string {
  return classNames(column.align === 'end' && styles.end, column.wideOnly && styles.wideOnly)
}
