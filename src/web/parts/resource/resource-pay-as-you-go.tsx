import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { dayOf } from '#web/format/date.ts'
import { blockPrice, money } from '#web/format/money.ts'
import { unitOf } from '#web/format/number.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'
import { ONLY_BILLING, PayAsYouGoSwitch } from '#web/parts/pay-as-you-go/pay-as-you-go-switch.tsx'
import { ofTeam, type Question } from '#web/parts/pay-as-you-go/question.ts'
import { SpendCap } from '#web/parts/pay-as-you-go/spend-cap.tsx'
import { Assumed } from '#web/ui/assumed.tsx'
import styles from './resource-pay-as-you-go.module.css'

type ResourcePayAsYouGoProps = {
  usage: ResourceUsage
  telling: Telling
  onAsk: (question: Question) => void
}

/** The switch, its price and what it would do. A past cycle can't be switched any more. */
export function ResourcePayAsYouGo({ usage, telling, onAsk }: ResourcePayAsYouGoProps) {
  const { payAsYouGo, resource } = usage
  if (isClosed(telling) || payAsYouGo.kind === 'unavailable') return null
  const { on } = payAsYouGo
  const { name } = RESOURCE_TRAITS[resource]
  return (
    <div className={styles.part}>
      <div className={styles.line}>
        <span className={styles.title}>
          Pay-as-you-go{usage.holder.kind === 'members' ? ', all members' : ''}
        </span>
        <PayAsYouGoSwitch
          label={`Pay-as-you-go for ${name}`}
          on={on}
          onAsk={(next) => onAsk(ofTeam(resource, next))}
        />
      </div>
      <p className={styles.note}>
        {on ? 'On' : 'Off'}
        {decided(payAsYouGo, telling)}
        {isOffForSome(usage) && ', but off for some members; AI credits shows who'}.{' '}
        {blockPrice(payAsYouGo, price(usage, telling))} past the limit
        {payAsYouGo.assumed && (
          <>
            {' '}
            <Assumed />
          </>
        )}
        {on ? soFar(payAsYouGo.costMicros, telling) : '. Earlier use stays unbilled.'}
        {!telling.canSwitch && ` ${ONLY_BILLING}`}
      </p>
      <SpendCap usage={usage} offered={payAsYouGo} telling={telling} />
    </div>
  )
}

function isOffForSome({ holder, payAsYouGo }: ResourceUsage): boolean {
  if (holder.kind !== 'members' || payAsYouGo.kind !== 'offered') return false
  return payAsYouGo.on && holder.counts.stoppedOff > 0
}

function price(usage: ResourceUsage, telling: Telling) {
  return { unit: unitOf(usage.resource), currency: telling.currency }
}

function soFar(costMicros: number, telling: Telling): string {
  return costMicros === 0
    ? '; nothing billed so far.'
    : `; ${money(costMicros, telling.currency)} so far.`
}

function decided(
  { decided }: Extract<ResourceUsage['payAsYouGo'], { kind: 'offered' }>,
  telling: Telling,
): string {
  if (!decided) return ', the plan’s default'
  return ` since ${dayOf(decided.at, telling.frame)}, by ${decided.by}`
}
