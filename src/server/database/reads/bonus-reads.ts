import type { TeamReads } from '#api/ports.ts'
import type { Db } from '../engine.ts'
import { bonusFrom } from '../rows/bonus.ts'
import { bonusPurchaseFrom } from '../rows/bonus-purchase.ts'

type BonusReads = Pick<TeamReads, 'bonus' | 'bonusPurchases' | 'bonusPurchase'>

export function bonusReads(db: Db, team: string): BonusReads {
  const purchases = db.selectFrom('bonus_purchases').selectAll().where('team_id', '=', team)
  return {
    bonus: async (resource) => {
      const rows = await db
        .selectFrom('bonus_grants')
        .selectAll()
        .where('team_id', '=', team)
        .where('resource', '=', resource)
        .orderBy('grant_id')
        .execute()
      return rows.map(bonusFrom)
    },
    bonusPurchases: async () => {
      const rows = await purchases.orderBy('at', 'desc').orderBy('purchase_key').execute()
      return rows.map(bonusPurchaseFrom)
    },
    bonusPurchase: async (key) => {
      const row = await purchases.where('purchase_key', '=', key).executeTakeFirst()
      return row && bonusPurchaseFrom(row)
    },
  }
}
