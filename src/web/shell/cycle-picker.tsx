import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { CyclesReply } from '#shared/contract/usage.ts'
import { cyclesQuery } from '#web/api/cycles.ts'
import { partState } from '#web/api/part-state.ts'
import { cycleDays } from '#web/format/date.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { Calendar } from '#web/ui/icons.tsx'
import { Select } from '#web/ui/select.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import styles from './cycle-picker.module.css'

/** The billing cycle that all pages show, back to the team's first. */
export function CyclePicker() {
  const { team } = useViewer()
  const state = partState(useQuery(cyclesQuery(team)), ({ cycles }) => cycles.length === 0)
  return <div className={styles.picker}>{content(state)}</div>
}

function content(state: ReturnType<typeof partState<CyclesReply>>) {
  switch (state.kind) {
    case 'loading':
      return <Skeleton width={168} height={32} />
    case 'error':
      // Where it is refused, so is the page beneath, which says why.
      return state.retry && <Button onClick={state.retry}>Load billing cycles again</Button>
    case 'empty':
      return null
    case 'ready':
      return <Picker reply={state.data} />
    default:
      return state satisfies never
  }
}

function Picker({ reply }: { reply: CyclesReply }) {
  const { cycle } = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const frame = useTimeFrame(reply.asOf)
  const open = reply.cycles[0]?.id ?? ''
  return (
    <Select
      label="Billing cycle"
      icon={<Calendar />}
      choices={reply.cycles.map((each) => ({
        value: each.id,
        label: cycleDays(each, frame),
        note: note(each, open),
      }))}
      value={cycle ?? open}
      onChange={(id) =>
        void navigate({
          to: '.',
          search: (before) => ({ ...before, cycle: id === open ? undefined : id }),
        })
      }
    />
  )
}

function note(cycle: CyclesReply['cycles'][number], open: string): string {
  if (cycle.id === open) return 'open'
  return cycle.final ? 'final' : 'closing'
}
