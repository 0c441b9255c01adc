/** By code point, as both databases order text with their plainest collation. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const difference = inCodePointOrder(a, index) - inCodePointOrder(b, index)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** UTF-16 sorts surrogates, which stand for the highest code points, below U+E000 to U+FFFF. */
function inCodePointOrder(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}
