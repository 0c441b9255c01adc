import type { SavedAccount } from '#api/ports.ts'
import type { AccountRecord } from '#api/records.ts'
import type { AccountRow } from '../schema.ts'
import { bit, resourceFrom, thresholdsFrom } from './values.ts'

export type AccountColumns = Pick<
  AccountRow,
  | 'cycle'
  | 'resource'
  | 'holder'
  | 'allowance'
  | 'included'
  | 'bonus'
  | 'pay_as_you_go'
  | 'uncovered'
  | 'bought_blocks'
  | 'bought_credits'
  | 'bought_micros'
  | 'fired'
>

export function accountFrom(row: AccountColumns): AccountRecord {
  return {
    cycle: row.cycle,
    resource: resourceFrom(row.resource),
    holder: row.holder,
    account: {
      allowance:
        row.allowance === null
          ? { kind: 'unlimited' }
          : { kind: 'limited', credits: row.allowance },
      used: {
        included: row.included,
        bonus: row.bonus,
        payAsYouGo: row.pay_as_you_go,
        uncovered: row.uncovered,
      },
      bought: {
        blocks: row.bought_blocks,
        credits: row.bought_credits,
        micros: row.bought_micros,
      },
    },
    fired: thresholdsFrom(row.fired),
  }
}

export function accountRow(team: string, { facts, ...record }: SavedAccount): AccountRow {
  const { allowance, used, bought } = record.account
  return {
    team_id: team,
    cycle: record.cycle,
    resource: record.resource,
    holder: record.holder,
    allowance: allowance.kind === 'limited' ? allowance.credits : null,
    included: used.included,
    bonus: used.bonus,
    pay_as_you_go: used.payAsYouGo,
    uncovered: used.uncovered,
    bought_blocks: bought.blocks,
    bought_credits: bought.credits,
    bought_micros: bought.micros,
    fired: record.fired.join(' '),
    used: facts.used,
    left_credits: facts.left,
    share_bps: facts.shareBps,
    limit_state: facts.limit,
    at_limit: bit(facts.atLimit),
    bought_left: facts.boughtLeft,
  }
}
