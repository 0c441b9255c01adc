import type { InvoiceLineView, InvoiceState } from '#shared/contract/invoice.ts'
import { moment, type TimeFrame } from '#web/format/moment.ts'
import { blockPrice, money, price } from '#web/format/money.ts'
import { count, unitOf, whole } from '#web/format/number.ts'

/** `acme-0003`, `Draft, so far`. */
export function nameOf(state: InvoiceState): string {
  return state.kind === 'final' ? state.name : 'Draft, so far'
}

/** When it was issued, or when it will be and what may still change. */
export function stateSentence(state: InvoiceState, frame: TimeFrame): string {
  switch (state.kind) {
    case 'final':
      return `Issued ${moment(state.issuedAt, frame)}. It does not change any more.`
    case 'draft':
      return `It grows with the charges until ${moment(state.finalAt, frame)}; then it is final.`
    default:
      return state satisfies never
  }
}

/** `103 credits`, `3 blocks`, `1 pack`. */
export function quantityWords(line: InvoiceLineView): string {
  switch (line.kind) {
    case 'pay-as-you-go':
      if (line.blockCredits === 1) return count(line.blocks, unitOf(line.resource))
      return count(line.blocks, { one: 'block', many: 'blocks' })
    case 'bonus-pack':
      return count(line.packs, { one: 'pack', many: 'packs' })
    default:
      return line satisfies never
  }
}

/** `$0.035 per credit`, `$10 for each 1,000 credits`. */
export function priceWords(line: InvoiceLineView, currency: string): string {
  switch (line.kind) {
    case 'pay-as-you-go':
      return blockPrice(line, { unit: unitOf(line.resource), currency })
    case 'bonus-pack':
      return `${price(line.packMicros, currency)} for ${whole(line.packCredits)} ${unitOf(line.resource).many}`
    default:
      return line satisfies never
  }
}

/** What a reader must know of a line besides its figures. */
export function lineNotes(line: InvoiceLineView, currency: string): string[] {
  const notes: string[] = []
  if (line.kind === 'pay-as-you-go' && line.late) {
    notes.push('Used in an earlier cycle, and reported after its invoice was final.')
  }
  if (line.exactMicros !== line.micros) {
    notes.push(`${price(line.exactMicros, currency)}, rounded to ${money(line.micros, currency)}.`)
  }
  return notes
}
