import { connect, createServer, type Socket } from 'node:net'

/** What a proxy does with what goes through it. */
export type Weather =
  | { kind: 'fair' }
  /** Whoever connects is cut off, and so is who was connected. */
  | { kind: 'cut' }
  /** Nothing gets through, and nobody is told. */
  | { kind: 'stalled' }
  | { kind: 'slow'; delayMs: number }
  /** What is asked gets there; of the first `asks` so asked the answer is lost, with the connection. */
  | { kind: 'deaf'; after: string; asks: number }

export type Line = {
  port: number
  set: (weather: Weather) => void
  /** Where new connections go from now on. */
  turnTo: (port: number) => void
  /** How many answers were lost. */
  lost: () => number
  close: () => Promise<void>
}

/** A line between two programs on this machine, which can be as bad as any. */
export async function startProxy(to: number): Promise<Line> {
  let target = to
  let weather: Weather = { kind: 'fair' }
  let lost = 0
  const held: (() => void)[] = []
  const pairs = new Set<{ near: Socket; far: Socket }>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const pair = { near, far }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
    if (weather.kind === 'cut') return end()
    let isDeaf = false
    near.on('data', (part) => {
      if (weather.kind === 'deaf' && weather.asks > lost && part.includes(weather.after)) {
        isDeaf = true
        lost++
      }
      pass(part, far)
    })
    far.on('data', (part) => {
      // It was done: now nobody hears of it.
      if (isDeaf) return end()
      pass(part, near)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    lost: () => lost,
    turnTo: (port) => {
      target = port
    },
    set: (next) => {
      weather = next
      if (next.kind === 'deaf') lost = 0
      if (next.kind === 'cut') for (const { near } of pairs) near.destroy()
      if (next.kind !== 'stalled') for (const deliver of held.splice(0)) deliver()
    },
    close: async () => {
      for (const { near } of pairs) near.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  function pass(part: Buffer | string, socket: Socket): void {
    // Sent again and again below us, until it gets through.
    if (weather.kind === 'stalled') held.push(() => socket.write(part))
    else if (weather.kind === 'slow') setTimeout(() => socket.write(part), weather.delayMs)
    else socket.write(part)
  }
}
