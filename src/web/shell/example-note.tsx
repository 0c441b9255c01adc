import styles from './example-note.module.css'

/** So that nobody takes the example's figures for their own. */
export function ExampleNote() {
  return (
    <aside className={styles.note} aria-label="About this data">
      <p>
        <strong>Example data.</strong> This team is made up.{' '}
        <span className={styles.start}>
          To start empty, in a folder of your own:{' '}
          <code>npm start -- --empty --data ./my-data</code>
        </span>
      </p>
    </aside>
  )
}
