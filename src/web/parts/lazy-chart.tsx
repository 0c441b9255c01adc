import { type ComponentProps, useEffect, useState } from 'react'
import type { CycleChart } from '#web/charts/cycle-chart.tsx'
import { BROWSER, mendPage } from '#web/hooks/page-scripts.ts'
import { ErrorState } from '#web/ui/error-state.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { inTurn } from './in-turn.ts'
import styles from './lazy-chart.module.css'

type Chart = typeof CycleChart
type ChartState =
  | { kind: 'loading'; isAsked: boolean }
  | { kind: 'failed' }
  | { kind: 'ready'; Chart: Chart }

let loaded: Chart | undefined

/**
 * The chart with its library, loaded apart from the page and into a place that is kept for it.
 * Not a Suspense boundary: revealing one waits up to 300 ms longer than the script takes.
 */
export function LazyChart(props: ComponentProps<Chart>) {
  const [state, setState] = useState(initial)
  useEffect(() => {
    if (state.kind !== 'loading') return
    let current = true
    load().then(
      (Chart) => inTurn(() => current && setState({ kind: 'ready', Chart })),
      async () => {
        const end = state.isAsked ? await mendPage(BROWSER, { isAsked: true }) : 'failed'
        if (current && end === 'failed') setState({ kind: 'failed' })
      },
    )
    return () => {
      current = false
    }
  }, [state])
  return (
    <div className={styles.place} data-size={props.size}>
      <Content
        state={state}
        chart={props}
        retry={() => setState({ kind: 'loading', isAsked: true })}
      />
    </div>
  )
}

function Content({
  state,
  chart,
  retry,
}: {
  state: ChartState
  chart: ComponentProps<Chart>
  retry: () => void
}) {
  switch (state.kind) {
    case 'loading':
      return <Skeleton height="100%" />
    case 'failed':
      return (
        <ErrorState
          words={{
            title: 'The chart could not be loaded',
            detail: 'The figures beside it are complete without it.',
          }}
          retry={retry}
        />
      )
    case 'ready':
      return <state.Chart {...chart} />
    default:
      return state satisfies never
  }
}

function initial(): ChartState {
  return loaded ? { kind: 'ready', Chart: loaded } : { kind: 'loading', isAsked: false }
}

async function load(): Promise<Chart> {
  const { CycleChart } = await import('#web/charts/cycle-chart.tsx')
  loaded = CycleChart
  return CycleChart
}
