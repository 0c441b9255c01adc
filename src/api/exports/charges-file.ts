import { totalOf } from '#shared/credits/account.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import type { TeamStore } from '../ports.ts'
import { allCharges, type NamedCharge } from './all-charges.ts'
import { type Cell, csvLine } from './csv.ts'
import { isoTime, moneyText } from './texts.ts'

/** What a column holds of each charge. */
const COLUMNS: Record<string, (charge: NamedCharge, currency: string) => Cell> = {
  charge: ({ charge }) => charge,
  resource: ({ resource }) => resource,
  cycle: ({ cycle }) => cycle,
  used_at: ({ time }) => isoTime(time),
  booked_at: ({ bookedAt }) => isoTime(bookedAt),
  late: ({ late }) => (late ? 'yes' : 'no'),
  kind: ({ kind }) => kind,
  member: ({ member }) => member,
  member_name: ({ memberName }) => memberName,
  flow_or_server: ({ part }) => part,
  flow_or_server_name: ({ partName }) => partName,
  rate_card: ({ rating }) => rating.cardId,
  unit: ({ rating }) => rating.unit,
  quantity: ({ rating }) => rating.quantity,
  credits_per_unit: ({ rating }) => rating.creditsPerUnit,
  credits: ({ split }) => totalOf(split),
  included: ({ split }) => split.included,
  bonus: ({ split }) => split.bonus,
  pay_as_you_go: ({ split }) => split.payAsYouGo,
  uncovered: ({ split }) => split.uncovered,
  blocks_bought: ({ blocksBought }) => blocksBought,
  cost: ({ costMicros }) => moneyText(costMicros),
  currency: (_, currency) => currency,
  source: ({ source }) => source,
  event: ({ eventId }) => eventId,
}

/** Each charge of the cycle: its event, its rate, its buckets and what it cost. */
export async function* chargesFile(options: {
  team: TeamStore
  cycle: Cycle
  currency: string
}): AsyncGenerator<string> {
  const { team, cycle, currency } = options
  const cells = Object.values(COLUMNS)
  yield csvLine(Object.keys(COLUMNS))
  for await (const charges of allCharges(team, cycle)) {
    const lines = charges.map((charge) => csvLine(cells.map((cell) => cell(charge, currency))))
    yield lines.join('')
  }
}
