import { whole } from '#web/format/number.ts'
import { Button } from '#web/ui/button.tsx'
import styles from './members-table.module.css'

type TableEndProps = {
  shown: number
  matching: number
  more: { has: boolean; isFetching: boolean; failed: boolean; fetch: () => unknown }
}

/** How far the list has come; a page that failed can be asked for again. */
export function TableEnd({ shown, matching, more }: TableEndProps) {
  if (!more.has) return null
  return (
    <p className={styles.tail}>
      {whole(shown)} of {whole(matching)} members loaded
      {more.failed && (
        <>
          ; the next ones could not be.{' '}
          <Button size="s" onClick={() => more.fetch()}>
            Load more
          </Button>
        </>
      )}
    </p>
  )
}
