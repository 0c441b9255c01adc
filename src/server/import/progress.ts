const COUNT = new Intl.NumberFormat('en')
const BAR_WIDTH = 24
const LINE_EVERY_MS = 5_000
const BAR_EVERY_MS = 100

/** Where text goes; a terminal can show a bar. */
export type Out = { isTTY?: boolean; write: (text: string) => unknown }

export type Progress = {
  update: (at: { bytes: number; rows: number }) => void
  /** Takes the bar away. */
  end: () => void
}

/** A bar on a terminal, now and then a line elsewhere. */
export function showProgress(options: { out: Out; size: number; clock: () => number }): Progress {
  const { out, size, clock } = options
  const isBar = out.isTTY === true
  const every = isBar ? BAR_EVERY_MS : LINE_EVERY_MS
  const started = clock()
  let last = started
  return {
    update: ({ bytes, rows }) => {
      const now = clock()
      if (now - last < every) return
      last = now
      const share = size > 0 ? Math.min(1, bytes / size) : 1
      const speed = Math.round(rows / ((now - started) / 1_000))
      const figures = `${COUNT.format(rows)} rows, ${COUNT.format(speed)} rows/s`
      const percent = `${Math.floor(share * 100)} %`
      out.write(
        isBar ? `\r${bar(share)} ${percent}  ${figures}\u001b[K` : `${percent}  ${figures}\n`,
      )
    },
    end: () => {
      if (isBar) out.write('\r\u001b[K')
    },
  }
}

function bar(share: number): string {
  const done = Math.round(share * BAR_WIDTH)
  return `${'█'.repeat(done)}${'░'.repeat(BAR_WIDTH - done)}`
}
