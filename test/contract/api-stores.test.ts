import { afterEach } from 'vitest'
import { apiOver, apiThroughMsw } from '#test/support/api-host.ts'
import { STORES } from '#test/support/databases.ts'
import { describeApi } from './api.suite.ts'

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

for (const kind of STORES) {
  describeApi(kind.name, async () => {
    const opened = await open(kind)
    return 'missing' in opened ? opened : apiOver(opened.store)
  })
}

describeApi('memory, through the mocks', async () => {
  const [memory] = STORES
  if (!memory) throw new Error('no store in memory')
  const opened = await open(memory)
  if ('missing' in opened) return opened
  const host = apiThroughMsw(opened.store)
  cleanups.push(host.close)
  return host
})
