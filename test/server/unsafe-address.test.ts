import { expect, it, onTestFinished } from 'vitest'
import { unsafeAddress, unsafeFrames } from '#server/unsafe-address.ts'
import { startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

it.each([
  'https://headroom.example',
  'http://127.0.0.1:4280',
  'http://[::1]:1',
  'http://localhost',
])('%s is safe to sign in at', (address) => expect(unsafeAddress(address)).toEqual([]))

it.each(['http://headroom.example', 'http://10.0.0.1:4280', 'http://localhost.example'])(
  '%s is not, and the operator is told of it and of the way out',
  (address) => {
    const told = [expect.stringContaining(`People sign in at ${address} without TLS`)]
    expect(unsafeAddress(`${address}/`)).toEqual(told)
    expect(unsafeAddress(address)).toEqual([expect.stringContaining('HEADROOM_PUBLIC_URL')])
  },
)

it.each([
  ['no frames', 'http://127.0.0.1:4280', [], 0],
  ['frames over TLS', 'https://headroom.example', ['https://app.example.com'], 0],
  ['frames without TLS', 'http://127.0.0.1:4280', ['https://app.example.com'], 1],
])('%s at %s: as many warnings as there is reason', (_name, publicUrl, embedIn, warnings) => {
  const told = Array.from({ length: warnings }, () => expect.stringContaining('HEADROOM_EMBED_IN'))
  expect(unsafeFrames({ publicUrl, embedIn })).toEqual(told)
})

it('is said on the terminal and in the log of a server that starts there', async () => {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const server = await startServerProcess({
    data: `${folder.path}/data`,
    args: ['--empty'],
    env: { HEADROOM_VIEW_AS: 'off', HEADROOM_PUBLIC_URL: 'http://headroom.example' },
  })
  const { stdout } = await server.stop()
  const told = stdout.split('\n').filter((line) => line.includes('without TLS'))
  expect(told).toEqual([
    expect.stringMatching(/^\{"level":40,.*"msg":"People sign in at http:\/\/headroom\.example/),
    expect.stringMatching(/^ {2}Warning: People sign in at http:\/\/headroom\.example/),
  ])
})
