import { readDue } from '#api/connections/read-due.ts'
import type { Store } from '#api/ports.ts'
import { createAccountReader } from '#server/connections/account-reader.ts'
import { createVault } from '#server/connections/vault.ts'
import { openDatabase } from '#server/database/open.ts'
import { HOUR } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { SECRET } from '#test/support/scripted-accounts.ts'

/** A process that reads accounts, two hours apart, and is killed right after so many commits. */
const [folder = '', url = '', start = '', commits = ''] = process.argv.slice(2)
const { store } = await openDatabase({ folder, role: 'tool' })
let now = Number(start)
let left = Number(commits)
const connector = {
  vault: createVault(SECRET),
  read: createAccountReader({ addresses: { postman: url, flowly: url }, now: () => now }),
}
for (;;) {
  now += 2 * HOUR
  const reader = { store: dying(store), catalog: DEFAULT_CATALOG, connector, now: () => now }
  await readDue(reader, (error) => {
    throw error
  })
}

function dying(store: Store): Store {
  return {
    ...store,
    team: (id) => ({
      ...store.team(id),
      write: async (work) => {
        const result = await store.team(id).write(work)
        if (--left === 0) process.kill(process.pid, 'SIGKILL')
        return result
      },
    }),
  }
}
