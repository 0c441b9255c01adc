import { useViewer } from '#web/hooks/viewer.ts'
import { Switch } from '#web/ui/switch.tsx'

export const ONLY_BILLING = 'Only a Billing admin of the team can change this.'

const CYCLE_OVER = 'This cycle is over. The open one can be switched.'

type PayAsYouGoSwitchProps = {
  /** Whose switch it is, for a reader. */
  label: string
  on: boolean
  onAsk: (on: boolean) => void
  /** A cycle that is over can't be switched any more. */
  isClosed?: boolean
}

/** Shown to everyone; moved by those with the Billing role. */
export function PayAsYouGoSwitch({ label, on, onAsk, isClosed = false }: PayAsYouGoSwitchProps) {
  const { may } = useViewer()
  const reason = isClosed ? CYCLE_OVER : may('switch-pay-as-you-go') ? undefined : ONLY_BILLING
  return <Switch label={label} checked={on} onChange={onAsk} lockedBecause={reason} />
}
