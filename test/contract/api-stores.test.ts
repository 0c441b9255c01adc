import { afterEach } from 'vitest'
import { type ApiHost, apiOver, apiThroughMsw } from '#test/support/api-host.ts'
import { STORES } from '#test/support/databases.ts'
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

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function open(kind: (typeof STORES)[number]) {
  const opened = await kind.open()
  if ('missing' in opened) return opened
  cleanups.push(opened.close)
  return opened
}

/** Every host of the API, by what it is stored in and asked through. */
const HOSTS: { name: string; host: () => Promise<ApiHost | { missing: string }> }[] = [
  ...STORES.map((kind) => ({
    name: kind.name,
    host: async () => {
      const opened = await open(kind)
      return 'missing' in opened ? opened : apiOver(opened.store)
    },
  })),
  {
    name: 'memory, through the mocks',
    host: async () => {
      const [memory] = STORES
      if (!memory) throw new Error('no store in memory')
      const opened = await open(memory)
      if ('missing' in opened) return opened
      const host = apiThroughMsw(opened.store)
      cleanups.push(host.close)
      return host
    },
  },
]

for (const { name, host } of HOSTS) {
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
