import { useMutation } from '@tanstack/react-query'
import type { ChargesAlertReply } from '#shared/contract/charges-alert.ts'
import type { Micros } from '#shared/credits/amounts.ts'
import { isChargesNews } from '#shared/credits/notices.ts'
import { describeError } from '#web/api/api-error.ts'
import { chargesAlertMutation } from '#web/api/charges-alert.ts'
import { money, price } from '#web/format/money.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { MoneyDialog } from '#web/parts/money-dialog.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'

/** Asks from which charges of a cycle on Billing is told, and says when that is at once. */
export function ChargesAlertDialog(props: { reply: ChargesAlertReply; onClose: () => void }) {
  const { reply, onClose } = props
  const { team } = useViewer()
  const { mutateAsync } = useMutation(chargesAlertMutation(team))
  const { currency, chargedMicros, decided } = reply

  async function decide(micros: Micros | null): Promise<void> {
    onClose()
    try {
      const now = await mutateAsync({ micros })
      sayDone({ title: doneWords(now) })
    } catch (error) {
      const { title, detail } = describeError(error)
      sayFailed({ title: 'The mail about charges is as it was.', detail: `${title}. ${detail}` })
    }
  }

  return (
    <MoneyDialog
      title="Mail about charges"
      label="When a cycle’s charges pass"
      currency={currency}
      before={reply.micros}
      confirm="Set threshold"
      noteOf={(micros) => atOnce(micros, reply)}
      hint={`${money(chargedMicros, currency)} charged in this cycle so far.`}
      clear={decided && defaultWords(reply)}
      onDecide={(micros) => void decide(micros)}
      onClose={onClose}
    >
      Every Billing admin of the team gets one mail in a cycle, with the charge that passes it, all
      resources together. Nothing stops at it.
    </MoneyDialog>
  )
}

function atOnce(thresholdMicros: Micros, reply: ChargesAlertReply): string | undefined {
  const { chargedMicros: micros, toldMicros, currency } = reply
  if (!isChargesNews({ micros, toldMicros, thresholdMicros })) return undefined
  return `${money(micros, currency)} are charged already: the mail is sent at once.`
}

function defaultWords({ standard, currency }: ChargesAlertReply): string {
  if (!standard) return 'Send no such mail'
  const assumed = standard.assumed ? ' (assumed)' : ''
  return `Use the default of ${price(standard.micros, currency)}${assumed}`
}

function doneWords({ micros, currency }: ChargesAlertReply): string {
  return micros === undefined
    ? 'Nobody gets a mail about charges.'
    : `Billing admins get a mail when a cycle’s charges pass ${price(micros, currency)}.`
}
