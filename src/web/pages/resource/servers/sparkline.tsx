import type { AssistantServer } from '#shared/contract/server.ts'
import { count, unitOf } from '#web/format/number.ts'
import styles from './servers.module.css'

const WIDTH = 126
const HEIGHT = 28
/** A day without use is a line, not a gap. */
const LEAST = 1

/** A bar a day; the table twin has the figures. */
export function Sparkline({ trend }: { trend: AssistantServer['trend'] }) {
  const most = Math.max(...trend.map(({ credits }) => credits), 0)
  const step = WIDTH / Math.max(1, trend.length)
  const label =
    most === 0 ? 'Nothing used' : `At most ${count(most, unitOf('assistant'))} on one day`
  return (
    <svg
      className={styles.spark}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      {trend.map(({ credits }, index) => {
        const height = most === 0 ? LEAST : Math.max(LEAST, (credits / most) * HEIGHT)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place.
            key={index}
            className={index === trend.length - 1 ? styles.today : undefined}
            x={index * step}
            y={HEIGHT - height}
            width={step - 2}
            height={height}
          />
        )
      })}
    </svg>
  )
}
