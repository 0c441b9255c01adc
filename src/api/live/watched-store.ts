import type { Store, TeamStore } from '../ports.ts'
import type { Changes } from './changes.ts'

/** The same store, which tells what was committed through it: a transaction that failed tells nothing. */
export function watched(store: Store, changes: Pick<Changes, 'publish'>): Store {
  return { ...store, team: (id) => watchedTeam(store.team(id), () => changes.publish(id)) }
}

function watchedTeam(team: TeamStore, told: () => void): TeamStore {
  return {
    ...team,
    write: async (work) => {
      const result = await team.write(work)
      told()
      return result
    },
    outbox: {
      ...team.outbox,
      settle: async (delivery, lease) => {
        const isSettled = await team.outbox.settle(delivery, lease)
        if (isSettled) told()
        return isSettled
      },
    },
  }
}
