import type { EmbedReads } from '#api/embedding/ports.ts'
import type { Db } from '../engine.ts'
import { embedFrom } from '../rows/embed.ts'

export function embedReads(db: Db, team: string): EmbedReads {
  const ofTeam = db.selectFrom('embeds').selectAll().where('team_id', '=', team)
  return {
    embed: async (hash) => {
      const row = await ofTeam.where('hash', '=', hash).executeTakeFirst()
      return row && embedFrom(row)
    },
    embedsOf: async ({ member, kind }) => {
      const rows = await ofTeam
        .where('member_id', '=', member)
        .where('kind', '=', kind)
        .orderBy('created_at')
        .orderBy('hash')
        .execute()
      return rows.map(embedFrom)
    },
  }
}
