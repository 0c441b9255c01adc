import type { Person } from '#api/people/ports.ts'

/** What better-auth calls the account of whoever has a password. */
export const PASSWORD = 'credential'

/** A row of better-auth, with the column of ours that its core does not know. */
export function personFrom(user: {
  id: string
  name: string
  email: string
  operator?: unknown
}): Person {
  const { id, name, email, operator } = user
  return { id, name, email, operator: operator === true }
}
