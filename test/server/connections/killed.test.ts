import { fork } from 'node:child_process'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readDue } from '#api/connections/read-due.ts'
import { createAccountReader } from '#server/connections/account-reader.ts'
import { createVault } from '#server/connections/vault.ts'
import { openDatabase } from '#server/database/open.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { apiOver } from '#test/support/api-host.ts'
import { json, startProvider } from '#test/support/provider.ts'
import { postman, SECRET } from '#test/support/scripted-accounts.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { addAcme, NOW } from '#test/support/team.ts'

/** Taken, read, booked, written down, given back; and taken again. */
const COMMITS = 6

test('a worker killed after any commit of a reading leaves each credit to be counted once', async () => {
  const { path: folder, remove } = temporaryFolder()
  onTestFinished(remove)
  let usage = 100
  const provider = await startProvider((response) => {
    usage += 7
    json(response, { user: {}, operations: [{ name: 'api_usage', usage }] })
  })
  onTestFinished(provider.close)
  const database = await openDatabase({ folder, role: 'server' })
  onTestFinished(database.close)
  const { store } = database
  await addAcme(store)
  const api = apiOver(store)
  api.accounts.answer(postman({ api_usage: usage }))
  const body = { provider: 'postman', key: 'PMAK-0123456789abcdef' }
  await api.call('connect', { params: { team: 'acme' }, body })

  let now = NOW
  const addresses = { postman: provider.url, flowly: provider.url }
  const connector = {
    vault: createVault(SECRET),
    read: createAccountReader({ addresses, now: () => now }),
  }
  const readInPeace = async () => {
    now += DAY
    const reader = { store, catalog: DEFAULT_CATALOG, connector, now: () => now }
    const failures: unknown[] = []
    expect(await readDue(reader, (error) => failures.push(error))).toBe(1)
    expect(failures).toEqual([])
  }
  for (let commits = 1; commits <= COMMITS; commits++) {
    await readInPeace()
    now += DAY
    const args = [folder, provider.url, `${now}`, `${commits}`]
    const child = fork(join(import.meta.dirname, 'worker.ts'), args)
    const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)))
    expect(signal).toBe('SIGKILL')
  }
  await readInPeace()
  const query = {
    resource: 'api-calls',
    from: NOW,
    to: now + DAY,
    upTo: 1_000,
    limit: 1_000,
  } as const
  const charges = await store.team('acme').chargesInOrder(query)
  const counted = charges.reduce((sum, { rating }) => sum + rating.credits, 0)
  expect(counted).toBe(usage - 100)
  expect(charges.length).toBeGreaterThan(COMMITS)
})
