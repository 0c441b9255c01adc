import type { Member } from '#api/records.ts'
import { searchKey } from '#api/search-key.ts'
import { ROLES } from '#shared/contract/values.ts'
import type { MemberTableRow } from '../schema.ts'
import { bit } from './values.ts'

export type MemberColumns = Omit<MemberTableRow, 'team_id' | 'name_key' | 'email_key'>

export function memberFrom(row: MemberColumns): Member {
  return {
    id: row.member_id,
    name: row.name,
    email: row.email,
    roles: ROLES.filter((role) => row[role] === 1),
    createdAt: row.created_at,
    ...(row.removed_at === null ? {} : { removedAt: row.removed_at }),
    ...(row.person_id === null ? {} : { person: row.person_id }),
  }
}

export function memberRow(team: string, member: Member): MemberTableRow {
  const holds = (role: (typeof ROLES)[number]) => bit(member.roles.includes(role))
  return {
    team_id: team,
    member_id: member.id,
    name: member.name,
    email: member.email,
    name_key: searchKey(member.name),
    email_key: searchKey(member.email),
    admin: holds('admin'),
    billing: holds('billing'),
    member: holds('member'),
    created_at: member.createdAt,
    removed_at: member.removedAt ?? null,
    person_id: member.person ?? null,
  }
}
