import { useMutation } from '@tanstack/react-query'
import type { BonusPack, PurchaseBody } from '#shared/contract/purchase.ts'
import { describeError, wayOut } from '#web/api/api-error.ts'
import { buyMutation } from '#web/api/purchases.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import { boughtTitle, notBoughtTitle } from './bonus-words.ts'

type Purchase = { pack: BonusPack; currency: string; body: PurchaseBody }

/** Buys, and says what came of it. Tried again it is the same purchase, whatever became of the first. */
export function useBuy(): (purchase: Purchase) => void {
  const { team } = useViewer()
  const { mutateAsync } = useMutation(buyMutation(team))

  async function carryOut(purchase: Purchase): Promise<void> {
    try {
      await mutateAsync(purchase.body)
    } catch (error) {
      const { title, detail } = describeError(error)
      sayFailed({
        title: notBoughtTitle(purchase),
        detail: `${title}. ${detail}`,
        ...(wayOut(error) === 'retry' && {
          action: { label: 'Try again', act: () => void carryOut(purchase) },
        }),
      })
      return
    }
    sayDone({ title: boughtTitle(purchase) })
  }

  return (purchase) => void carryOut(purchase)
}
