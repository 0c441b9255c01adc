import type { Cycle } from '#shared/credits/cycle.ts'
import type { TimeFrame } from '#web/format/moment.ts'
import type { Telling } from '#web/format/telling.ts'
import { useViewer } from './viewer.ts'

type Figures = { asOf: number; cycle: Cycle }

/** Where and when the reader stands, for every time that is written. */
export function useTimeFrame(asOf: number): TimeFrame {
  const { zone, viewerZone } = useViewer()
  return { asOf, zone, viewerZone }
}

/** What sentences about these figures must know of the reader. */
export function useTelling(figures: Figures, currency: string): Telling {
  const { may } = useViewer()
  const frame = useTimeFrame(figures.asOf)
  return { cycle: figures.cycle, frame, currency, canSwitch: may('switch-pay-as-you-go') }
}
