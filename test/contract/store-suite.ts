import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import type { Store, TeamStore } from '#api/ports.ts'
import { type OpenStore, STORES, type StoreKind } from '#test/support/databases.ts'
import { aTeam } from './store-records.ts'

export type Opened = {
  kind: StoreKind['name']
  store: () => Store
  /** A team of its own, so that no test sees what another wrote. */
  team: () => Promise<{ id: string; team: TeamStore }>
}

let teams = 0

/** Runs the same tests against every store. */
export function onEveryStore(name: string, tests: (opened: Opened) => void): void {
  describe.each(STORES)(`${name} ($name)`, (kind) => {
    let open: OpenStore | { missing: string }

    beforeAll(async () => {
      open = await kind.open()
    })
    beforeEach((context) => {
      if ('missing' in open) context.skip(`no PostgreSQL on this machine: ${open.missing}`)
    })
    afterAll(async () => {
      if (open && 'close' in open) await open.close()
    })

    const store = () => {
      if ('missing' in open) throw new Error(open.missing)
      return open.store
    }
    tests({
      kind: kind.name,
      store,
      team: async () => {
        const id = `team-${++teams}`
        await store().createTeam(aTeam({ id }))
        return { id, team: store().team(id) }
      },
    })
  })
}
