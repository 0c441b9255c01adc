import type { BonusPack } from '#shared/contract/purchase.ts'
import { price } from '#web/format/money.ts'
import { count, unitOf } from '#web/format/number.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import { Button } from '#web/ui/button.tsx'
import type { Shown } from '../shown.ts'
import styles from './bonus.module.css'
import { useBuyDialog } from './use-buy-dialog.tsx'

type PacksProps = { packs: readonly BonusPack[]; reply: Shown; currency: string }

/** What can be bought, each with its price; by those with the Billing role. */
export function Packs({ packs, reply, currency }: PacksProps) {
  const { may } = useViewer()
  const { ask, dialog } = useBuyDialog(reply.usage)
  const mayBuy = may('buy-credits')
  return (
    <>
      <ul className={styles.packs} aria-label="Packs to buy">
        {packs.map((pack) => (
          <li key={pack.id}>
            <span className={styles.amount}>{count(pack.credits, unitOf(pack.resource))}</span>
            <span>
              {price(pack.priceMicros, currency)} {pack.assumed && <Assumed />}
            </span>
            {mayBuy && (
              <Button
                aria-label={`Buy ${count(pack.credits, unitOf(pack.resource))}`}
                onClick={() => ask({ pack, currency })}
              >
                Buy
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!mayBuy && <p className={styles.note}>Only a Billing admin of the team can buy these.</p>}
      {dialog}
    </>
  )
}
