import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { PurchasesReply } from '#shared/contract/purchase.ts'
import { partState } from '#web/api/part-state.ts'
import { purchasesQuery } from '#web/api/purchases.ts'
import { count } from '#web/format/number.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Card } from '#web/ui/card.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import pageStyles from '../resource-page.module.css'
import type { Shown } from '../shown.ts'
import { BonusHistory } from './bonus-history.tsx'
import { BONUS_CREDITS } from './bonus-words.ts'
import { Packs } from './packs.tsx'

/** What is left of credits that were bought once, what can be bought, and the receipts. */
export function BonusCredits({ reply }: { reply: Shown }) {
  const id = useId()
  const { team } = useViewer()
  const { resource } = reply.usage
  const query = useQuery(purchasesQuery(team))
  const state = partState(query, (all) => !isOf(all, resource))
  // Where the plan sells none and nobody bought any, there is nothing to say.
  if (state.kind === 'empty') return null
  if (state.kind === 'loading' && resource !== 'assistant') return null
  return (
    <Card aria-labelledby={id}>
      <div className={pageStyles.head}>
        <h2 id={id}>Bonus credits</h2>
        <p className={pageStyles.note}>Used after the monthly ones; they never expire.</p>
      </div>
      {content(state, reply)}
    </Card>
  )
}

function content(
  state: Exclude<ReturnType<typeof partState<PurchasesReply>>, { kind: 'empty' }>,
  reply: Shown,
) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading bonus credits">
          <Skeleton height={120} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'ready':
      return <Ready purchases={state.data} reply={reply} />
    default:
      return state satisfies never
  }
}

function Ready({ purchases, reply }: { purchases: PurchasesReply; reply: Shown }) {
  const { resource, standing } = reply.usage
  const packs = purchases.packs.filter((pack) => pack.resource === resource)
  const lines = purchases.lines.filter((line) => line.resource === resource)
  const left = standing.bonusLeft
  return (
    <>
      <p>{left === 0 ? 'No bonus credits are left.' : `${count(left, BONUS_CREDITS)} left.`}</p>
      {packs.length > 0 && <Packs packs={packs} reply={reply} currency={purchases.currency} />}
      {lines.length > 0 && <BonusHistory lines={lines} asOf={purchases.asOf} left={left} />}
    </>
  )
}

function isOf({ packs, lines }: PurchasesReply, resource: Shown['usage']['resource']): boolean {
  return [...packs, ...lines].some((each) => each.resource === resource)
}
