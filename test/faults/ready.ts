import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerProcess } from '#test/support/server-process.ts'
import { mountSmall, mountVolume } from '#test/support/volume.ts'
import { CannotRun, type Figures, mustHold } from './fault.ts'
import { fillUp } from './full.ts'
import { siteIn } from './site.ts'

const MEGABYTES = 64
/** A result of before is told for some seconds. */
const NOTICED_MS = 60_000

/** A disk that fills up, and has room again. */
export async function readyOnFullDisk(): Promise<Figures> {
  const small = await mountSmall(MEGABYTES)
  if ('missing' in small) throw new CannotRun(small.missing)
  const site = siteIn(small.path)
  const ballast = join(small.path, 'ballast')
  try {
    const server = await site.start()
    await comesTo(server, 200)
    fillUp(small.path, ballast)
    await comesTo(server, 503)
    rmSync(ballast)
    await comesTo(server, 200)
    const { code, stderr } = await server.stop()
    mustHold(code === 0 ? [] : [`the server ended with ${code}: ${stderr}`])
    return { disks: 1 }
  } finally {
    await small.remove()
  }
}

/** A disk that dies while what was read of it is still in memory. */
export async function readyOnDeadDisk(): Promise<Figures> {
  const volume = await mountVolume(MEGABYTES)
  if ('missing' in volume) throw new CannotRun(volume.missing)
  try {
    const server = await siteIn(volume.path).start()
    await comesTo(server, 200)
    await volume.cut()
    await comesTo(server, 503)
    const alive = await fetch(`${server.address}/healthz`)
    await server.kill()
    mustHold(alive.ok ? [] : [`/healthz was answered ${alive.status}`])
    return { disks: 1 }
  } finally {
    await volume.remove()
  }
}

/** Until `/readyz` is answered so. */
async function comesTo({ address }: ServerProcess, status: number): Promise<void> {
  const deadline = Date.now() + NOTICED_MS
  for (;;) {
    const response = await fetch(`${address}/readyz`)
    if (response.status === status) return
    if (Date.now() > deadline) throw new Error(`/readyz is ${response.status}, and not ${status}`)
    await sleep(100)
  }
}
