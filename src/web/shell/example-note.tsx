import styles from './example-note.module.css'

/** So that nobody takes the example's figures for their own. */
export function ExampleNote() {
  return (
    <aside className={styles.note} aria-label="About this data">
      <p>
        <strong>Example data.</strong> This team is made up. To start empty, run{' '}
        <code>npm start -- --empty</code> with a new data folder.
      </p>
    </aside>
  )
}
