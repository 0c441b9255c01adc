import { useMutation } from '@tanstack/react-query'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Micros } from '#shared/credits/amounts.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { describeError } from '#web/api/api-error.ts'
import { spendCapMutation } from '#web/api/spend-cap.ts'
import { money } from '#web/format/money.ts'
import type { Telling } from '#web/format/telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import { MoneyDialog } from '../money-dialog.tsx'

type Offered = Extract<ResourceUsage['payAsYouGo'], { kind: 'offered' }>

type SpendCapDialogProps = {
  resource: Resource
  offered: Offered
  telling: Telling
  onClose: () => void
}

/** Asks for the most that pay-as-you-go may cost in a cycle, and says what that does now. */
export function SpendCapDialog({ resource, offered, telling, onClose }: SpendCapDialogProps) {
  const { team } = useViewer()
  const { mutateAsync } = useMutation(spendCapMutation(team, resource))
  const { name } = RESOURCE_TRAITS[resource]
  const { currency } = telling

  async function decide(capMicros: Micros | null): Promise<void> {
    onClose()
    try {
      await mutateAsync({ capMicros })
      const now =
        capMicros === null ? 'has no spend cap' : `is capped at ${money(capMicros, currency)}`
      sayDone({ title: `Pay-as-you-go for ${name} ${now}.` })
    } catch (error) {
      const { title, detail } = describeError(error)
      sayFailed({ title: `The spend cap for ${name} is as it was.`, detail: `${title}. ${detail}` })
    }
  }

  return (
    <MoneyDialog
      title={`Spend cap for ${name}`}
      label="At most in each cycle"
      currency={currency}
      before={offered.cap?.micros}
      confirm="Set cap"
      noteOf={(micros) => stopsAtOnce(micros, { offered, currency })}
      hint={
        offered.costMicros > 0 ? `${money(offered.costMicros, currency)} spent so far.` : undefined
      }
      clear={offered.cap && 'Remove the cap'}
      onDecide={(micros) => void decide(micros)}
      onClose={onClose}
    >
      Pay-as-you-go stops at the cap as if it were switched off, until the next cycle or until the
      cap is raised. What was spent stays on the bill.
    </MoneyDialog>
  )
}

function stopsAtOnce(
  micros: Micros,
  { offered, currency }: { offered: Offered; currency: string },
): string | undefined {
  const { costMicros, blockMicros } = offered
  if (micros >= costMicros + blockMicros) return undefined
  return `${money(costMicros, currency)} are spent already: nothing more would be bought in this cycle.`
}
