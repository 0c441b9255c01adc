import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { cyclesDue } from '#shared/credits/booking.ts'
import { aPurchase, aTeam } from '#test/contract/store-records.ts'
import { newPlace } from '../cli/commands.ts'

const BILLING = { anchor: '2019-01-31', zone: 'Asia/Kathmandu' }
const SINCE = Date.parse('2019-02-01')

/** Years of cycles that nobody closed, each with something to pay. */
async function placeWithCyclesDue() {
  const place = newPlace()
  const cycles = cyclesDue({ billing: BILLING, ledgerSince: SINCE, asOf: Date.now() })
  const { store, close } = await place.open()
  await store.createTeam(aTeam({ id: 'acme', createdAt: SINCE, ...BILLING }))
  const purchases = cycles.map(({ id, start }) => aPurchase(id, { at: start }))
  await store.team('acme').write((tx) => tx.addBonusPurchases(purchases))
  await close()
  return { place, cycles }
}

test('a process killed while it closes cycles leaves them as they were, and the next closes all', async () => {
  const { place, cycles } = await placeWithCyclesDue()
  expect(cycles.length).toBeGreaterThan(80)
  const closed = async () => {
    const { store, close } = await place.open()
    const invoices = await store.team('acme').invoices()
    const last = await store.team('acme').lastClosing()
    await close()
    return { cycles: invoices.map(({ cycle }) => cycle).toReversed(), last: last?.cycle }
  }
  const none = { cycles: [], last: undefined }
  const all = { cycles: cycles.map(({ id }) => id), last: cycles.at(-1)?.id }
  const args = ['usage', '--team', 'acme', '--out', '-']
  for (let milliseconds = 40; milliseconds < 400; milliseconds += 40) {
    const started = place.start('export', args)
    await wait(milliseconds)
    started.interrupt()
    await started.ended
    const found = await closed()
    expect([none, all]).toContainEqual(found)
  }
  expect(await place.run('export', ...args)).toMatchObject({ code: 0 })
  expect(await closed()).toEqual(all)
})
