import type { RunRefusal } from '#shared/contract/run.ts'
import type { Credits } from '#shared/credits/amounts.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import type { OneWayOut, WayOut } from '#shared/credits/ways-out.ts'
import { momentIn } from '../messages/moment.ts'
import { money } from '../messages/money.ts'
import { whole } from '../messages/words-work.ts'

type Said = { run: RunRefusal; estimate: Credits; zone: string; currency: string }

/** A refusal as a person would say it: which limit, whose, how it stands, until when, who can lift it. */
export function refusalWords(said: Said): string {
  const { server } = said.run
  return [
    standing(said),
    ...(server
      ? [`${usedToday(server.name, { ...server, more: '' })}: ${left(server.free)}.`]
      : []),
    ...spendCap(said),
    renewal(said),
    ...lifts(said),
  ].join(' ')
}

function standing({ run, estimate }: Said): string {
  const { resource, allowance, used, held, free } = run
  const needs = estimate === 0 ? 'at least 1' : whole(estimate)
  const more = held > 0 ? `, and other runs hold ${whole(held)}` : ''
  const { one, many } = RESOURCE_TRAITS[resource].unit
  const rest = `${left(free, free === 1 ? one : many)} for this run, which needs ${needs}.`
  if (run.scope.kind === 'server' && allowance.kind === 'limited') {
    const day = { used, limit: allowance.credits, more }
    return `${usedToday(run.scope.server.name, day)}. ${rest}`
  }
  const who = run.scope.kind === 'member' ? run.scope.member.name : 'The team'
  const most = allowance.kind === 'limited' ? ` of ${whole(allowance.credits)}` : ''
  const { name } = RESOURCE_TRAITS[resource]
  return `${who} has used ${whole(used)}${most} ${name} in this billing cycle${more}. ${rest}`
}

function usedToday(name: string, day: { used: Credits; limit: Credits; more: string }): string {
  const { used, limit, more } = day
  return `The server ${name} has used ${whole(used)} of its ${whole(limit)} credits for today${more}`
}

function left(free: Credits, unit?: string): string {
  return `${whole(free)}${unit === undefined ? '' : ` ${unit}`} ${free === 1 ? 'is' : 'are'} left`
}

function spendCap({ run: { spendCap: cap }, currency }: Said): string[] {
  if (!cap) return []
  const spent = money(cap.spentMicros, currency)
  return [
    `Pay-as-you-go stops at the team’s spend cap of ${money(cap.capMicros, currency)}; ${spent} of this cycle is spent.`,
  ]
}

function renewal({ run, zone }: Said): string {
  const at = momentIn(run.renewsAt, zone)
  const isEnough = allOf(run).some(({ kind }) => kind === 'wait-for-renewal')
  if (run.scope.kind === 'server') {
    return `A new day begins on ${at}${isEnough ? '' : ', but the limit is too low for this run'}.`
  }
  return `The allowance renews on ${at}${isEnough ? '' : ', with too little for this run'}.`
}

function lifts({ run, currency }: Said): string[] {
  const ways = allOf(run)
  const pay = new Set(
    run.waysOut.map((way) => stepsOf(way).flatMap(paidIn(currency)).join(' and ')),
  )
  pay.delete('')
  const plan = ways.find(({ kind }) => kind === 'change-plan')
  const raise = ways.find(({ kind }) => kind === 'raise-server-limit')
  const sentences = [
    ...(pay.size > 0 ? [`A Billing admin can ${[...pay].join(', or ')}.`] : []),
    ...(plan?.kind === 'change-plan' ? [`The ${plan.name} plan has enough.`] : []),
    ...(raise?.kind === 'raise-server-limit'
      ? [`An Admin or a Billing admin can raise the server’s limit to ${whole(raise.to)}.`]
      : []),
  ]
  if (sentences.length === 0) return ['Nobody can lift it before.']
  const isTwo = raise && run.server
  return isTwo ? [...sentences, 'Both limits have to be lifted.'] : sentences
}

function paidIn(currency: string) {
  return (way: OneWayOut): string[] => {
    switch (way.kind) {
      case 'turn-on-pay-as-you-go':
        return ['turn on pay-as-you-go']
      case 'raise-spend-cap':
        return [`raise the spend cap to ${money(way.toMicros, currency)}`]
      case 'buy-bonus':
        return [`buy ${whole(way.credits)} bonus credits`]
      default:
        return []
    }
  }
}

function allOf({ waysOut }: RunRefusal): OneWayOut[] {
  return waysOut.flatMap(stepsOf)
}

function stepsOf(way: WayOut): OneWayOut[] {
  return way.kind === 'together' ? way.ways : [way]
}
