import type { Role } from '#shared/contract/values.ts'
import { SCENARIO_LABELS, SCENARIOS } from '#shared/demo/scenarios.ts'
import { CLOCKS, type PreviewOptions } from './preview-options.ts'
import { FAULTS, type Fault } from './world.ts'

const FAULT_LABELS: Record<Fault, string> = {
  none: 'None',
  slow: 'Slow answers',
  errors: 'Every request fails',
  offline: 'Offline',
}

const CLOCK_LABELS: Record<(typeof CLOCKS)[number], string> = {
  0: 'Now',
  1: 'Tomorrow',
  7: 'In 7 days',
  14: 'In 14 days',
  31: 'In 31 days',
}

const ROLE_LABELS: Record<Role, string> = { admin: 'Admin', billing: 'Billing', member: 'Member' }

type Bar = {
  options: PreviewOptions
  /** Those that somebody in the scenario has. */
  roles: readonly Role[]
  /** What this page can’t show in the preview. */
  note: string | undefined
  /** Told of each choice, with the options as they are now. */
  onChange: (options: PreviewOptions, changed: keyof PreviewOptions) => void
}

/** A thin bar below the page, in a shadow root so that neither styles the other. */
export function mountPreviewBar({ options, roles, note, onChange }: Bar): void {
  const host = document.createElement('headroom-preview')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [sheet]
  const bar = document.createElement('aside')
  bar.setAttribute('aria-label', 'Preview')
  const title = document.createElement('strong')
  title.textContent = 'Preview'
  let current = options
  const choose = (changed: keyof PreviewOptions, value: Partial<PreviewOptions>) => {
    current = { ...current, ...value }
    onChange(current, changed)
  }
  bar.append(
    title,
    choice({
      label: 'Scenario',
      value: options.scenario,
      values: SCENARIOS.map((name) => [name, SCENARIO_LABELS[name]]),
      onChoose: (value) => {
        const scenario = SCENARIOS.find((name) => name === value)
        if (scenario) choose('scenario', { scenario })
      },
    }),
    choice({
      label: 'Viewer',
      value: options.as ?? 'admin',
      values: roles.map((role) => [role, ROLE_LABELS[role]]),
      onChoose: (as) => choose('as', { as }),
    }),
    choice({
      label: 'Clock',
      value: String(options.days),
      values: CLOCKS.map((days) => [String(days), CLOCK_LABELS[days]]),
      onChoose: (days) => choose('days', { days: Number(days) }),
    }),
    choice({
      label: 'Faults',
      value: options.fault,
      values: FAULTS.map((fault) => [fault, FAULT_LABELS[fault]]),
      onChoose: (value) => {
        const fault = FAULTS.find((known) => known === value)
        if (fault) choose('fault', { fault })
      },
    }),
  )
  if (note !== undefined) title.after(noteOf(note))
  root.append(bar)
  document.body.append(host)
}

function noteOf(words: string): HTMLElement {
  const note = document.createElement('span')
  note.textContent = words
  return note
}

function choice(options: {
  label: string
  value: string
  values: readonly (readonly [string, string])[]
  onChoose: (value: string) => void
}): HTMLElement {
  const label = document.createElement('label')
  const select = document.createElement('select')
  for (const [value, text] of options.values) select.append(new Option(text, value))
  select.value = options.value
  select.addEventListener('change', () => options.onChoose(select.value))
  label.append(options.label, select)
  return label
}

const STYLE = `
:host { position: sticky; bottom: 0; z-index: 50; display: block }
aside {
  display: flex; align-items: center; gap: 16px; overflow-x: auto; padding: 8px 16px;
  font: 13px/20px 'Inter Variable', system-ui, sans-serif; color: oklch(96% 0 0);
  background: oklch(24% 0.01 265); border-top: 1px solid oklch(40% 0.01 265)
}
strong { font-weight: 600 }
span { min-width: 240px }
label { display: flex; align-items: center; gap: 8px; white-space: nowrap }
select {
  font: inherit; color: inherit; background: oklch(32% 0.01 265); padding: 2px 4px;
  border: 1px solid oklch(60% 0.01 265); border-radius: 4px
}
select:focus-visible { outline: 2px solid oklch(80% 0.12 240); outline-offset: 1px }
`
