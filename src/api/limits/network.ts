const GROUPS = 8
/** Of these a provider gives a whole one to a customer. */
const NETWORK_GROUPS = 4
/** No address is longer; what is said to be one may be anything. */
const LONGEST = 64

/** Whom an address stands for: an IPv4 address for itself, an IPv6 one for its /64. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  const [plain = ''] = address.toLowerCase().slice(0, LONGEST).split('%')
  return plain.includes(':') ? `${networkGroups(plain).join(':')}::/64` : plain
}

function networkGroups(address: string): string[] {
  const [before = '', after] = address.split('::')
  const head = groupsIn(before)
  const tail = after === undefined ? [] : groupsIn(after)
  const gap: string[] = Array.from({ length: GROUPS - head.length - tail.length }, () => '0')
  return [...head, ...gap, ...tail].slice(0, NETWORK_GROUPS).map(withoutZeros)
}

function groupsIn(part: string): string[] {
  return part === '' ? [] : part.split(':').slice(0, GROUPS)
}

function withoutZeros(group: string): string {
  return group.replace(/^0+(?=.)/, '')
}
