import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const define = { __MOCKS__: 'false' }

export default defineConfig({
  test: {
    // Much of a test's time is waiting for a disk or another process: on two cores Vitest alone would
    // run one file after the other.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'rules and server',
          environment: 'node',
          include: [
            'test/{shared,api,contract,server,mocks,project,faults,simulation}/**/*.test.ts',
          ],
          globalSetup: ['test/support/postgres-setup.ts'],
          setupFiles: ['test/support/fail-on-console.ts', 'test/support/fail-on-lost-team.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [react()],
        define,
        test: {
          name: 'pages',
          environment: 'jsdom',
          include: ['test/web/**/*.test.{ts,tsx}'],
          setupFiles: ['test/support/fail-on-console.ts', 'test/support/dom.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          // What is waited for comes at once; a busy machine may need its time.
          expect: { poll: { timeout: 40_000 } },
          // A key can be pressed before a busy page has caught up; a defect fails every time.
          retry: 2,
        },
      },
    ],
  },
})
