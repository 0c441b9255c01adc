import { afterEach } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { apiOver, apiThroughMsw } from '#test/support/api-host.ts'
import { describeApi } from './api.suite.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

describeApi('memory', async () => apiOver(createMemoryStore()))

describeApi('memory, through the mocks', async () => {
  const host = apiThroughMsw(createMemoryStore())
  cleanups.push(host.close)
  return host
})
