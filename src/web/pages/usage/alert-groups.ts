import type { Alert } from '#shared/contract/usage.ts'

/** Alerts that say the same of several members are read as one. */
export type AlertGroup = { key: string; first: Alert; alerts: readonly Alert[] }

/** Those that were not dismissed, newest first, as the API sends them. */
export function alertGroups(alerts: readonly Alert[]): AlertGroup[] {
  const groups = new Map<string, Alert[]>()
  for (const alert of alerts.filter(({ dismissed }) => !dismissed)) {
    const key = groupKey(alert)
    const group = groups.get(key)
    if (group) group.push(alert)
    else groups.set(key, [alert])
  }
  return [...groups].flatMap(([key, [first, ...rest]]) =>
    first ? [{ key, first, alerts: [first, ...rest] }] : [],
  )
}

function groupKey(alert: Alert): string {
  if (!alert.member) return alert.id
  // Stopped, and what lifts it, or paying says it all; while work is open, how far they got differs.
  const how = alert.work === 'open' ? alert.threshold : (alert.lift ?? '')
  return `${alert.resource} ${alert.work} ${how}`
}
