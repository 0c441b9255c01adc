import { useEffect, useRef, useState } from 'react'
import { Search } from './icons.tsx'
import styles from './search-field.module.css'

type SearchFieldProps = {
  label: string
  placeholder: string
  value: string
  /** Called from the first letter on, once typing pauses for a moment. */
  onSearch: (value: string) => void
}

const PAUSE_MS = 180

export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  // The address changed by other means (back, a cleared filter): the field follows it.
  if (value !== given) {
    setGiven(value)
    setText(value)
  }

  function type(next: string) {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setGiven(next)
      onSearch(next)
    }, PAUSE_MS)
  }

  return (
    <div className={styles.field}>
      <Search className={styles.icon} />
      <input
        type="search"
        className={styles.input}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => type(event.currentTarget.value)}
      />
    </div>
  )
}
