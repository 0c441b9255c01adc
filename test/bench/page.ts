import type { Page } from 'playwright-core'
import { launchBrowser } from '#test/support/browser.ts'
import { startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { row } from './figures.ts'

const VISITS = 5
const SLOWER = 4
/** Bytes a second of 9 Mbps, and milliseconds there and back. */
const BYTES_PER_SECOND = (9 * 1_000_000) / 8
const LATENCY_MS = 60

/** The first page of the example team, in a browser that never saw it, on a slow machine and line. */
export async function benchPage(): Promise<void> {
  const folder = temporaryFolder()
  const server = await startServerProcess({ data: `${folder.path}/data` })
  const browser = await launchBrowser()
  const took: number[] = []
  for (let visit = 0; visit < VISITS; visit++) {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } })
    took.push(await firstChart(await context.newPage(), server.address))
    await context.close()
  }
  await browser.close()
  await server.stop()
  folder.remove()
  took.sort((a, b) => a - b)
  const seconds = took.map((ms) => (ms / 1_000).toFixed(2))
  row(
    'first chart drawn',
    `${seconds[Math.floor(VISITS / 2)]} s (${seconds.join(' ')})`,
    'within 2 s',
  )
}

/** Milliseconds from asking for the page to the frame in which its chart has bars. */
async function firstChart(page: Page, address: string): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.goto(address, { waitUntil: 'commit' })
  const drawn = await page.waitForFunction(() => {
    const isDrawn = document.querySelector('figure svg path.recharts-rectangle, figure svg path')
    return isDrawn ? performance.now() : 0
  })
  return Number(await drawn.jsonValue())
}
