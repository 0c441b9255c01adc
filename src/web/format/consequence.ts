import type { ResourceUsage } from '#shared/contract/usage.ts'
import { liftOf, liftSentence, otherwiseSentence } from '#shared/credits/lift.ts'
import { countsOf, stoppedMembers } from './member-counts.ts'
import { moment } from './moment.ts'
import { blockPrice, boughtAmount, money } from './money.ts'
import { count, MEMBERS, unitOf, whole } from './number.ts'
import { STOP_WORDS } from './stop-words.ts'
import { capital, isClosed, type Telling, together } from './telling.ts'

type Members = (ResourceUsage['holder'] & { kind: 'members' })['counts']

/** What the limit means for work: what, until when, and who can change it. */
export function consequence(usage: ResourceUsage, telling: Telling): string | undefined {
  if (isClosed(telling)) return costSentence(usage, telling)
  if (usage.holder.kind === 'members') return ofMembers(usage, usage.holder.counts, telling)
  const { work } = usage.standing
  switch (work) {
    case 'open':
      return open(usage, telling)
    case 'on-pay-as-you-go':
      return together(goesOn(usage, telling), costSentence(usage, telling))
    case 'suspended':
    case 'paused':
      return stoppedWhole(usage, telling)
    default:
      return work satisfies never
  }
}

/** `Agent Mode is paused for 3 members until 1 Dec, 00:00 Berlin.` */
export function membersStoppedSentence(
  usage: ResourceUsage,
  members: number,
  telling: Telling,
): string {
  const { stops } = STOP_WORDS[usage.resource]
  return `${capital(stops)} for ${count(members, MEMBERS)} until ${moment(telling.cycle.end, telling.frame)}.`
}

/** What pay-as-you-go has cost in this cycle: `2 blocks of 1,000 credits bought, $20.00.` */
export function costSentence(usage: ResourceUsage, telling: Telling): string | undefined {
  const { payAsYouGo } = usage
  if (payAsYouGo.kind === 'unavailable' || payAsYouGo.blocks === 0) return undefined
  const amount = boughtAmount(payAsYouGo, unitOf(usage.resource))
  return `${amount} bought in this cycle, ${money(payAsYouGo.costMicros, telling.currency)}.`
}

function open(usage: ResourceUsage, telling: Telling): string | undefined {
  const { allowance, bonusLeft } = usage.standing
  if (allowance.kind === 'unlimited') return undefined
  const { payAsYouGo, resource } = usage
  const when = bonusLeft > 0 ? 'Once the bonus credits are used too' : 'At the limit'
  if (payAsYouGo.kind === 'offered' && payAsYouGo.on && !payAsYouGo.capReached) {
    return `${when}, work goes on at ${priceOf(payAsYouGo, usage, telling)}.`
  }
  return `${when}, ${STOP_WORDS[resource].wouldStop} until ${moment(telling.cycle.end, telling.frame)}.`
}

function goesOn(usage: ResourceUsage, telling: Telling): string {
  const { payAsYouGo } = usage
  const isCapped = payAsYouGo.kind === 'offered' && payAsYouGo.capReached
  if (payAsYouGo.kind === 'offered' && payAsYouGo.on && !isCapped) {
    return `Work goes on at ${priceOf(payAsYouGo, usage, telling)}.`
  }
  const why = isCapped ? 'The spend cap is reached' : 'Pay-as-you-go is off'
  return `${why}; work goes on until what was bought is used up.`
}

function stoppedWhole(usage: ResourceUsage, telling: Telling): string {
  const words = STOP_WORDS[usage.resource]
  const until = moment(telling.cycle.end, telling.frame)
  const whom = usage.holder.kind === 'pool' ? ' for the team' : ''
  return together(
    `${capital(words.stops)}${whom} until ${until}.`,
    words.goesOn,
    remedy(usage, telling),
  )
}

function ofMembers(usage: ResourceUsage, counts: Members, telling: Telling): string | undefined {
  const stopped = stoppedMembers(usage)
  const paying = counts.byWork['on-pay-as-you-go']
  if (stopped === 0 && paying === 0) return openMembers(usage, telling)
  return together(
    stopped > 0 ? membersStoppedSentence(usage, stopped, telling) : undefined,
    paying > 0
      ? `${count(paying, MEMBERS)} ${paying === 1 ? 'is' : 'are'} on pay-as-you-go.`
      : undefined,
    costSentence(usage, telling),
    stopped > 0 ? remedy(usage, telling) : undefined,
  )
}

function openMembers(usage: ResourceUsage, telling: Telling): string | undefined {
  if (usage.standing.allowance.kind === 'unlimited') return undefined
  const { payAsYouGo, resource } = usage
  if (payAsYouGo.kind === 'offered' && payAsYouGo.on && !payAsYouGo.capReached) {
    return `A member at the limit goes on at ${priceOf(payAsYouGo, usage, telling)}.`
  }
  return `For a member at the limit, ${STOP_WORDS[resource].wouldStop} until ${moment(telling.cycle.end, telling.frame)}.`
}

function remedy(usage: ResourceUsage, telling: Telling): string {
  const { payAsYouGo, holder } = usage
  const otherwise = otherwiseSentence(usage.otherwise, telling)
  if (payAsYouGo.kind === 'unavailable') return otherwise
  const { on, capReached } = payAsYouGo
  if (holder.kind === 'members') return remedyOfMembers(usage, { capReached, telling })
  const lift = liftOf({ payAsYouGo: on ? 'on' : 'off', capReached })
  return liftSentence(lift, telling) ?? otherwise
}

/** Raising the cap is of no use to those who have pay-as-you-go off. */
function remedyOfMembers(
  usage: ResourceUsage,
  { capReached, telling }: { capReached: boolean; telling: Telling },
): string {
  const off = countsOf(usage)?.stoppedOff ?? 0
  const on = stoppedMembers(usage) - off
  // Named, as those on pay-as-you-go may have been spoken of just before.
  const whom = on + off === 1 ? ' for the paused member' : ' for the paused members'
  const payAsYouGo = capReached && on > 0 ? 'on' : 'off'
  return together(
    liftSentence(liftOf({ payAsYouGo, capReached }), { ...telling, whom }),
    capReached && on > 0 && off > 0
      ? `For ${whole(off)} of them pay-as-you-go is off, and must be turned on too.`
      : undefined,
  )
}

function priceOf(
  offered: ResourceUsage['payAsYouGo'] & { kind: 'offered' },
  usage: ResourceUsage,
  telling: Telling,
): string {
  return blockPrice(offered, { unit: unitOf(usage.resource), currency: telling.currency })
}
