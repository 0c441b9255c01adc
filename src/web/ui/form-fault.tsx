import styles from './text-field.module.css'

/** What is wrong with a form as a whole, told as it appears. */
export function FormFault({ words }: { words: string | undefined }) {
  if (words === undefined) return null
  return (
    <p role="alert" className={styles.formFault}>
      {words}
    </p>
  )
}
