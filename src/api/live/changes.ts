/** Who follows a team, in this process. */
export type Changes = {
  /** Something of the team was committed. */
  publish: (team: string) => void
  /** @returns a function that ends it */
  follow: (team: string, follower: Follower) => () => void
  /** How many follow any team. */
  count: () => number
  /** Ends every follower: the server stops. */
  close: () => void
}

export type Follower = { changed: () => void; closed: () => void }

export function createChanges(): Changes {
  const followers = new Map<string, Set<Follower>>()
  let isClosed = false
  return {
    publish: (team) => {
      for (const { changed } of followers.get(team) ?? []) changed()
    },
    follow: (team, follower) => {
      const ofTeam = followers.get(team) ?? new Set()
      followers.set(team, ofTeam.add(follower))
      if (isClosed) follower.closed()
      return () => {
        ofTeam.delete(follower)
        if (ofTeam.size === 0 && followers.get(team) === ofTeam) followers.delete(team)
      }
    },
    count: () => [...followers.values()].reduce((sum, ofTeam) => sum + ofTeam.size, 0),
    close: () => {
      isClosed = true
      for (const ofTeam of [...followers.values()]) for (const { closed } of [...ofTeam]) closed()
    },
  }
}
