import type { Connection } from '../connections/records.ts'
import type { AuditState } from './records.ts'

/** Which account, by the end of its key that the page shows, too; not the key. */
export function connectionState({ keyEnd, member }: Connection): AuditState {
  return { keyEnd, ...(member === undefined ? {} : { member }) }
}
