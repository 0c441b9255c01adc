import { useState } from 'react'
import type { Later } from './later.ts'

/** What was done to a control before its script came. */
type Touched = 'no' | 'focused' | 'pressed'

export type StandIn = Pick<ReturnType<typeof useStandIn>, 'opensAtOnce' | 'takesFocus'>

/** For a button that stands in for a control until its script is there: nothing done to it is lost. */
export function useStandIn(control: Later<unknown>) {
  const [touched, setTouched] = useState<Touched>('no')
  return {
    /** For the control that takes over. */
    opensAtOnce: touched === 'pressed',
    takesFocus: touched === 'focused',
    /** For the button that stands in. */
    button: {
      type: 'button',
      onFocus: () => setTouched((before) => (before === 'no' ? 'focused' : before)),
      onBlur: () => setTouched((before) => (before === 'focused' ? 'no' : before)),
      onClick: () => {
        setTouched('pressed')
        // A script that did not come is asked for once more.
        control.load().catch(() => undefined)
      },
    },
  } as const
}
