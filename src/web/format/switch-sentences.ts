import type { SwitchPreview } from '#shared/contract/switch.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { moment, type TimeFrame } from './moment.ts'
import { blockPrice, money } from './money.ts'
import { count, MEMBERS, unitOf } from './number.ts'
import { STOP_WORDS } from './stop-words.ts'
import { capital } from './telling.ts'

type Options = { resource: Resource; frame: TimeFrame }

/** What a switch does at once, at most, and not at all: the lines of its dialog, in order. */
export function switchSentences(preview: SwitchPreview, options: Options): string[] {
  const lines = preview.on
    ? [billing(preview, options), unblocked(preview, options), atMost(preview, options)]
    : [stopping(preview, options), stillOwed(preview)]
  return lines.filter((line) => line !== undefined)
}

/** `Turning this on bills $10 for each 1,000 credits from now on; earlier use stays unbilled.` */
function billing(preview: SwitchPreview, { resource }: Options): string {
  const { currency, uncovered } = preview
  const unit = unitOf(resource)
  const now = `Turning this on bills ${blockPrice(preview.price, { unit, currency })} past the limit from now on`
  return uncovered === 0
    ? `${now}.`
    : `${now}; the ${count(uncovered, unit)} that went past it earlier stay unbilled.`
}

function unblocked(preview: SwitchPreview, { resource }: Options): string | undefined {
  const { affected } = preview
  if (affected.team) return `${RESOURCE_TRAITS[resource].name} can be used again at once.`
  if (affected.count === 0) return undefined
  return `Work starts again at once for ${whom(affected)}.`
}

function atMost(preview: SwitchPreview, { frame }: Options): string {
  const end = moment(preview.cycleEnd, frame)
  const limit = preview.atMost
  switch (limit.kind) {
    case 'too-early':
      return `It is too early to say what this could cost by ${end}.`
    case 'estimate':
      return limit.micros === 0
        ? `At this pace it likely costs nothing by ${end}; ${cap(preview)}.`
        : `Likely at most ${money(limit.micros, preview.currency)} more by ${end}, at this pace; ${cap(preview)}.`
    default:
      return limit satisfies never
  }
}

function cap({ cap, currency, price }: SwitchPreview): string {
  if (!cap) return 'there is no cap'
  const { micros, leftMicros } = cap
  if (leftMicros === 0) return `the spend cap of ${money(micros, currency)} is reached`
  if (leftMicros < price.blockMicros) {
    return `the ${money(leftMicros, currency)} left of the spend cap of ${money(micros, currency)} are less than the next block costs`
  }
  return `${money(leftMicros, currency)} are left of the spend cap of ${money(micros, currency)}`
}

function stopping(preview: SwitchPreview, { resource, frame }: Options): string {
  const { affected, boughtLeft } = preview
  const until = moment(preview.cycleEnd, frame)
  const { stops, wouldStop } = STOP_WORDS[resource]
  if (affected.team) return `${capital(stops)} from now on until ${until}.`
  if (affected.count > 0) return `${capital(stops)} at once for ${whom(affected)}, until ${until}.`
  if (boughtLeft > 0) {
    const left = count(boughtLeft, unitOf(resource))
    return `What is left of the block bought last, ${left}, stays usable; after that, ${wouldStop} until ${until}.`
  }
  return `Nothing stops now; at the limit ${wouldStop} until ${until}.`
}

function stillOwed(preview: SwitchPreview): string | undefined {
  if (preview.costSoFarMicros === 0) return undefined
  return `The ${money(preview.costSoFarMicros, preview.currency)} of this cycle stays on the bill.`
}

/** The first few by name, the rest by number: `Ana, Ben and 3 members more`. */
function whom(affected: SwitchPreview['affected']): string {
  const names = affected.members.slice(0, 3).map((member) => member.name)
  const more = affected.count - names.length
  if (names.length === 0) return count(affected.count, MEMBERS)
  if (more > 0) return `${names.join(', ')} and ${count(more, MEMBERS)} more`
  const last = names.at(-1) ?? ''
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
