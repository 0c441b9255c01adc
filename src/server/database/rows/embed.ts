import type { Embed } from '#api/embedding/records.ts'
import { EMBED_PAGES } from '#shared/contract/embed.ts'
import type { EmbedRow } from '../schema.ts'
import { oneOf } from './values.ts'

export function embedFrom(row: EmbedRow): Embed {
  return {
    kind: oneOf(['link', 'session'], row.kind),
    hash: row.hash,
    member: row.member_id,
    ...(row.key_id === null ? {} : { key: row.key_id }),
    by: { id: row.by_id, name: row.by_name },
    path: oneOf(EMBED_PAGES, row.path),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

export function embedRow(team: string, embed: Embed): EmbedRow {
  return {
    team_id: team,
    hash: embed.hash,
    kind: embed.kind,
    member_id: embed.member,
    key_id: embed.key ?? null,
    by_id: embed.by.id,
    by_name: embed.by.name,
    path: embed.path,
    created_at: embed.createdAt,
    expires_at: embed.expiresAt,
  }
}
