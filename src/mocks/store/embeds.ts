import type { EmbedReads, EmbedWrites, EndedEmbeds } from '#api/embedding/ports.ts'
import type { Embed } from '#api/embedding/records.ts'
import { compareText } from './compare.ts'
import { deleteIn, type Journal, setIn } from './journal.ts'
import type { Tables } from './tables.ts'

export function embedReads(tables: () => Tables | undefined): EmbedReads {
  return {
    embed: async (hash) => tables()?.embeds.get(hash),
    embedsOf: async ({ member, kind }) =>
      [...(tables()?.embeds.values() ?? [])]
        .filter((each) => each.member === member && each.kind === kind)
        .sort((a, b) => a.createdAt - b.createdAt || compareText(a.hash, b.hash)),
  }
}

export function embedWrites({ embeds }: Tables, journal: Journal): EmbedWrites {
  return {
    addEmbed: async (embed) => {
      if (embeds.has(embed.hash)) throw new Error('one has this token already')
      setIn(journal, embeds, embed.hash, embed)
    },
    endEmbeds: async (of) => {
      for (const embed of [...embeds.values()]) {
        if (isAmong(embed, of)) deleteIn(journal, embeds, embed.hash)
      }
    },
  }
}

function isAmong(embed: Embed, of: EndedEmbeds): boolean {
  switch (of.kind) {
    case 'member':
      return embed.member === of.member
    case 'key':
      return embed.key === of.key
    case 'token':
      return embed.hash === of.hash
    case 'over':
      return embed.expiresAt <= of.at
    default:
      return of satisfies never
  }
}
