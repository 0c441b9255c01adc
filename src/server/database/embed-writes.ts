import type { EmbedWrites, EndedEmbeds } from '#api/embedding/ports.ts'
import type { Db, Engine } from './engine.ts'
import { INTO_EMBEDS } from './inserts.ts'
import { embedRow } from './rows/embed.ts'

export function embedWrites(engine: Engine, db: Db, team: string): EmbedWrites {
  return {
    addEmbed: (embed) => engine.insert(db, INTO_EMBEDS, [embedRow(team, embed)]),
    endEmbeds: async (of) => {
      await among(deleted(db).where('team_id', '=', team), of).execute()
    },
  }
}

function among(ofTeam: ReturnType<typeof deleted>, of: EndedEmbeds) {
  switch (of.kind) {
    case 'member':
      return ofTeam.where('member_id', '=', of.member)
    case 'key':
      return ofTeam.where('key_id', '=', of.key)
    case 'token':
      return ofTeam.where('hash', '=', of.hash)
    case 'over':
      return ofTeam.where('expires_at', '<=', of.at)
    default:
      return of satisfies never
  }
}

function deleted(db: Db) {
  return db.deleteFrom('embeds')
}
