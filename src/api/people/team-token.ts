import { hashOf, newToken } from './tokens.ts'

/** It names its team, so that it is looked up there and nowhere else. */
export function makeTeamToken(team: string): { token: string; hash: string } {
  const token = `${encodeURIComponent(team)}.${newToken()}`
  return { token, hash: hashOf(token) }
}

export function teamIn(token: string): string {
  const name = token.slice(0, Math.max(0, token.lastIndexOf('.')))
  try {
    return decodeURIComponent(name)
  } catch {
    return ''
  }
}
