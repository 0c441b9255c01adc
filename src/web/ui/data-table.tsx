import type { ReactNode } from 'react'
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
  /** A last row that completes or sums the rows. */
  footer?: ReactNode
}

export function DataTable<R>({ caption, columns, rows, keyOf, footer }: DataTableProps<R>) {
  return (
    <div className={styles.scroller}>
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
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        {footer && <tfoot>{footer}</tfoot>}
      </table>
    </div>
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
