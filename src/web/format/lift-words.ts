import type { Telling } from './telling.ts'

/** @param whom ` for the paused members`, where it would not be for all */
export function liftBySwitch({ canSwitch }: Telling, whom = ''): string {
  return canSwitch
    ? `Turning on pay-as-you-go${whom} lifts this at once.`
    : `A Billing admin can turn on pay-as-you-go${whom}, which lifts this at once.`
}

/** The switch may be on: it is the cap that stops it. */
export function liftByCap({ canSwitch }: Telling): string {
  return canSwitch
    ? 'The spend cap is reached; raising it lifts this at once.'
    : 'The spend cap is reached; a Billing admin can raise it, which lifts this at once.'
}
