import { expect, it } from 'vitest'
import { readDue } from '#api/connections/read-due.ts'
import { type Ingest, ingestInto } from '#api/ledger/ingest.ts'
import { StoreUnavailable } from '#api/ports.ts'
import { createAccountReader } from '#server/connections/account-reader.ts'
import { createVault } from '#server/connections/vault.ts'
import { startReadings } from '#server/jobs/readings.ts'
import { HOUR, MINUTE } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { onEveryStore } from '#test/contract/store-suite.ts'
import { apiOver } from '#test/support/api-host.ts'
import { json, startProvider } from '#test/support/provider.ts'
import { postman, SECRET } from '#test/support/scripted-accounts.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const KEY = 'PMAK-0123456789abcdef'
const LATER = NOW + HOUR
const catalog = DEFAULT_CATALOG

let teams = 0

onEveryStore('reading accounts', ({ store }) => {
  /** A team with an account connected at `NOW` that stood at 10 credits. */
  async function connected() {
    const { id } = await addAcme(store(), { id: `readings-${++teams}` })
    const api = apiOver(store())
    const params = { team: id }
    api.accounts.answer(postman({ flow_requests: 10 }))
    const body = { provider: 'postman', key: KEY }
    const { connection } = await api.call('connect', { params, body })
    api.accounts.answer(postman({ flow_requests: 17 }))
    const of = {
      used: async () => {
        const asked = { params: { ...params, resource: 'flows' as const } }
        return (await api.call('resource', asked)).usage.standing.used
      },
      readings: () => store().team(id).readings({ connection: connection.id, limit: 99 }),
    }
    return { id, api, params, connection, ...of }
  }
  type Acme = Awaited<ReturnType<typeof connected>>

  /** One worker's round. */
  async function round(acme: Acme, at: number, given: { ingest?: Ingest; secret?: string } = {}) {
    const { ingest, secret = SECRET } = given
    const ofTeam = { ...store(), teamsWithDueReading: async () => [acme.id] }
    const connector = { ...acme.api.accounts.connector, vault: createVault(secret) }
    const failures: unknown[] = []
    const reader = { store: ofTeam, catalog, connector, now: () => at }
    const count = await readDue(ingest ? { ...reader, ingest } : reader, (error) =>
      failures.push(error),
    )
    return { count, failures }
  }

  function ledgerAt(at: number): Ingest {
    return ingestInto({ store: store(), catalog, now: () => at })
  }

  it('a worker that dies between reading and booking is followed by one that books', async () => {
    const acme = await connected()
    const dies: Ingest = async () => {
      throw new Error('killed')
    }
    expect((await round(acme, LATER, { ingest: dies })).failures).toHaveLength(1)
    expect(await acme.used()).toBe(0)
    expect(await round(acme, LATER + MINUTE)).toEqual({ count: 0, failures: [] })
    expect(await round(acme, LATER + 2 * MINUTE)).toEqual({ count: 1, failures: [] })
    expect(await acme.used()).toBe(7)
    expect((await acme.readings()).map(({ seq, isOpen }) => [seq, isOpen])).toEqual([
      [3, false],
      [2, false],
      [1, false],
    ])
  })

  it('one that dies between booking and writing that down counts nothing twice', async () => {
    const acme = await connected()
    const dies: Ingest = async (events) => {
      await ledgerAt(LATER)(events)
      throw new Error('killed')
    }
    await round(acme, LATER, { ingest: dies })
    expect(await acme.used()).toBe(7)
    acme.api.accounts.answer(postman({ flow_requests: 19 }))
    await round(acme, LATER + 2 * MINUTE)
    expect(await acme.used()).toBe(9)
  })

  it('one that comes back after its lease writes nothing of what it read', async () => {
    const acme = await connected()
    acme.api.accounts.answer(async () => {
      acme.api.accounts.answer(postman({ flow_requests: 20 }))
      await round(acme, LATER + 2 * MINUTE)
      return postman({ flow_requests: 15 })
    })
    expect(await round(acme, LATER)).toEqual({ count: 1, failures: [] })
    expect(await acme.used()).toBe(10)
    expect(await acme.readings()).toHaveLength(2)
  })

  it('a ledger that can’t be written is tried again, and the figures are counted once', async () => {
    const acme = await connected()
    let isFull = true
    const ingest: Ingest = async (events) => {
      if (isFull) throw new StoreUnavailable('full')
      return ledgerAt(LATER)(events)
    }
    await round(acme, LATER, { ingest })
    await round(acme, LATER + 2 * MINUTE, { ingest })
    isFull = false
    await round(acme, LATER + 4 * MINUTE, { ingest })
    expect(await acme.used()).toBe(7)
  })

  it('what was read before the account was disconnected is still booked', async () => {
    const acme = await connected()
    const dies: Ingest = async () => {
      throw new Error('killed')
    }
    await round(acme, LATER, { ingest: dies })
    const params = { ...acme.params, connection: acme.connection.id }
    acme.api.setNow(LATER)
    await acme.api.call('disconnect', { params })
    expect(await round(acme, LATER)).toEqual({ count: 1, failures: [] })
    expect(await acme.used()).toBe(7)
    expect(await round(acme, LATER + 9 * HOUR)).toEqual({ count: 0, failures: [] })
  })

  it('with a changed secret says so, sends nothing, and goes on with the old one', async () => {
    const acme = await connected()
    const asked = acme.api.accounts.asked.length
    const secret = 'another secret of at least 32 bytes!!'
    expect(await round(acme, LATER, { secret })).toEqual({ count: 1, failures: [] })
    expect((await acme.readings())[0]).toMatchObject({ failure: 'locked', figures: [] })
    expect(acme.api.accounts.asked).toHaveLength(asked)
    await round(acme, LATER + 6 * HOUR)
    expect(await acme.used()).toBe(7)
  })

  it('the server’s job reads what is due, and stops at once while an account hangs', async () => {
    const acme = await connected()
    let usage = 17
    let hanging = () => {}
    const isHanging = new Promise<void>((resolve) => {
      hanging = resolve
    })
    const provider = await startProvider((response) => {
      if (usage > 17) return hanging()
      json(response, { user: {}, operations: [{ name: 'flow_requests', usage }] })
      usage++
    })
    const addresses = { postman: provider.url, flowly: provider.url }
    const connector = {
      vault: createVault(SECRET),
      read: createAccountReader({ addresses, now: Date.now }),
    }
    const ofTeam = { ...store(), teamsWithDueReading: async () => [acme.id] }
    const failures: unknown[] = []
    const job = () =>
      startReadings({ store: ofTeam, catalog, connector, report: (error) => failures.push(error) })
    const dueNow = async () => {
      const team = store().team(acme.id)
      const [connection] = await team.connections()
      if (!connection) throw new Error('no connection')
      await team.write((tx) => tx.saveConnections([{ ...connection, dueAt: 1 }]))
    }
    await dueNow()
    const first = job()
    await expect.poll(async () => (await acme.readings()).length).toBe(2)
    await first.stop()
    expect(provider.requests[0]?.headers).toMatchObject({ 'x-api-key': KEY })
    await dueNow()
    const second = job()
    await isHanging
    await second.stop()
    await provider.close()
    expect(await acme.readings()).toHaveLength(2)
    const [connection] = await store().team(acme.id).connections()
    expect(connection?.lease).toBeUndefined()
    expect(connection?.dueAt).toBeLessThanOrEqual(Date.now())
    expect(failures).toEqual([])
  })
})
