import { useViewer } from '#web/hooks/viewer.ts'
import { Switch } from '#web/ui/switch.tsx'

export const ONLY_BILLING = 'Only a Billing admin of the team can change this.'

type PayAsYouGoSwitchProps = {
  /** Whose switch it is, for a reader. */
  label: string
  on: boolean
  onAsk: (on: boolean) => void
}

/** Shown to everyone; moved by those with the Billing role. */
export function PayAsYouGoSwitch({ label, on, onAsk }: PayAsYouGoSwitchProps) {
  const { may } = useViewer()
  return (
    <Switch
      label={label}
      checked={on}
      onChange={onAsk}
      lockedBecause={may('switch-pay-as-you-go') ? undefined : ONLY_BILLING}
    />
  )
}
