/** A compatibility ligature becomes up to 18 letters: keys stay short enough for an index. */
const MAX_LENGTH = 400

/** How names and addresses are compared, in every store: case and accents don't count. */
export function searchKey(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.slice(0, MAX_LENGTH).toWellFormed()
}
