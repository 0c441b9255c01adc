import { afterEach } from 'vitest'
import type { Store } from '#api/ports.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { STORES, type StoreKind } from '#test/support/databases.ts'
import { describeAgentMode } from './agent-mode.suite.ts'
import { describeApi } from './api.suite.ts'
import { describeAudit } from './audit.suite.ts'
import { describeCalls } from './calls.suite.ts'
import { describeChargesAlert } from './charges-alert.suite.ts'
import { describeClockBack, describeClockBehindPlan } from './clock-back.suite.ts'
import { describeConnections } from './connections.suite.ts'
import { describeEmbedding } from './embedding.suite.ts'
import { describeExports } from './exports.suite.ts'
import { describeFlows } from './flows.suite.ts'
import { describeInvoices } from './invoices.suite.ts'
import { describeKeptMails } from './kept-mails.suite.ts'
import { describeKeys } from './keys.suite.ts'
import { describeLowCredit } from './low-credit.suite.ts'
import { describeMe } from './me.suite.ts'
import { describeMembers } from './members.suite.ts'
import { describeMessages } from './messages.suite.ts'
import { describePlans } from './plan.suite.ts'
import { describePurchases } from './purchases.suite.ts'
import { describeRuns } from './runs.suite.ts'
import { describeServers } from './servers.suite.ts'
import { describeSpendCaps } from './spend-cap.suite.ts'

type ThroughIt = (store: Store) => ApiHost & { close?: () => void }

/**
 * All that the API promises, over a store and asked `through` something: each in a file of its own, so that
 * they are tested side by side.
 */
export function describeApiOver(
  kind: StoreKind['name'],
  { name = kind, through = apiOver }: { name?: string; through?: ThroughIt } = {},
): void {
  const cleanups: (() => void | Promise<void>)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup()
  })
  const host = async () => {
    const opened = await STORES.find((each) => each.name === kind)?.open()
    if (!opened) throw new Error(`no store ${kind}`)
    if ('missing' in opened) return opened
    cleanups.push(opened.close)
    const made = through(opened.store)
    if (made.close) cleanups.push(made.close)
    return made
  }
  describeApi(name, host)
  describeRuns(name, host)
  describeSpendCaps(name, host)
  describeChargesAlert(name, host)
  describePlans(name, host)
  describePurchases(name, host)
  describeServers(name, host)
  describeAgentMode(name, host)
  describeFlows(name, host)
  describeLowCredit(name, host)
  describeInvoices(name, host)
  describeClockBack(name, host)
  describeClockBehindPlan(name, host)
  describeMessages(name, host)
  describeKeptMails(name, host)
  describeExports(name, host)
  describeConnections(name, host)
  describeKeys(name, host)
  describeEmbedding(name, host)
  describeAudit(name, host)
  describeCalls(name, host)
  describeMe(name, host)
  describeMembers(name, host)
}
