import type { Member } from '#api/records.ts'
import { searchKey } from '#api/search-key.ts'
import { compareText } from './compare.ts'

const known = new WeakMap<Member, string>()

/** What a member is found and sorted by; worked out once, where there are a hundred thousand. */
export function nameKey(member: Member): string {
  const key = known.get(member) ?? searchKey(member.name)
  known.set(member, key)
  return key
}

export function compareNames(a: Member, b: Member): number {
  return compareText(nameKey(a), nameKey(b)) || compareText(a.id, b.id)
}
