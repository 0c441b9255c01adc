import { openDatabase } from '#server/database/open.ts'
import { aCharge, aRollup } from '#test/contract/store-records.ts'

/** A process that writes batches of ten charges and says the last of each, until it is killed. */
const { store } = await openDatabase({ folder: process.argv[2] ?? '', role: 'server' })
const team = store.team('team')
for (;;) {
  const last = await team.write(async (tx) => {
    const first = await tx.takeChargeNumbers(10)
    const charges = Array.from({ length: 10 }, (_, n) => aCharge(first + n))
    await tx.addCharges(charges)
    const credits = charges.reduce((sum, { rating }) => sum + rating.credits, 0)
    await tx.addRollups([aRollup({ credits, charges: 10 })])
    return first + 9
  })
  process.send?.(last)
}
