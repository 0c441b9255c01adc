/** A level in a vessel, and the room above it. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden focusable={false}>
      <path
        d="M4.5 3.5v14a3 3 0 0 0 3 3h9a3 3 0 0 0 3-3v-14"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <path d="M8 12h8v4a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1Z" fill="var(--accent)" />
      <path d="M8.5 6.5h7" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
