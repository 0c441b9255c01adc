import { type ReactNode, useState } from 'react'
import type { BonusPack, PurchaseBody } from '#shared/contract/purchase.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import type { Shown } from '../shown.ts'
import styles from './bonus.module.css'
import { buySentences, buyTitle } from './bonus-words.ts'
import { freshKey } from './fresh-key.ts'
import { useBuy } from './use-buy.ts'

type Offer = { pack: BonusPack; currency: string }
type Question = Offer & { body: PurchaseBody }

/** Asks before money is spent. The question has one key, so that answering it twice buys once. */
export function useBuyDialog(usage: Shown['usage']): {
  ask: (offer: Offer) => void
  dialog: ReactNode
} {
  const [question, setQuestion] = useState<Question>()
  const [open, setOpen] = useState(false)
  const buy = useBuy()
  return {
    ask: (offer) => {
      const { id: pack, priceMicros } = offer.pack
      setQuestion({ ...offer, body: { key: freshKey(), pack, priceMicros } })
      setOpen(true)
    },
    dialog: question && (
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={buyTitle(question)}
        confirm={{
          label: 'Buy',
          look: 'primary',
          enabled: true,
          act: () => {
            setOpen(false)
            buy(question)
          },
        }}
      >
        <ul className={styles.sentences}>
          {buySentences(question, usage).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {question.pack.assumed && (
          <p className={styles.assumed}>
            The price is <Assumed />.
          </p>
        )}
      </ConfirmDialog>
    ),
  }
}
