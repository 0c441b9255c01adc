import { z } from 'zod'
import type { Closing, Invoice, Sale } from '#api/records.ts'
import { invoiceLineSchema } from '#shared/contract/invoice.ts'
import type { ClosingRow, InvoiceRow, SaleRow } from '../schema.ts'
import { bit, resourceFrom } from './values.ts'

const linesSchema = z.array(invoiceLineSchema)

export function saleFrom(row: SaleRow): Sale {
  return {
    cycle: row.cycle,
    resource: resourceFrom(row.resource),
    late: row.late === 1,
    blockCredits: row.block_credits,
    blockMicros: row.block_micros,
    blocks: row.blocks,
    charges: row.charges,
  }
}

export function saleRow(team: string, sale: Sale): SaleRow {
  return {
    team_id: team,
    cycle: sale.cycle,
    resource: sale.resource,
    late: bit(sale.late),
    block_credits: sale.blockCredits,
    block_micros: sale.blockMicros,
    blocks: sale.blocks,
    charges: sale.charges,
  }
}

export function closingFrom(row: ClosingRow): Closing {
  return {
    cycle: row.cycle,
    start: row.start_at,
    end: row.end_at,
    closedAt: row.closed_at,
    ...(row.invoice === null ? {} : { invoice: row.invoice }),
  }
}

export function closingRow(team: string, closing: Closing): ClosingRow {
  return {
    team_id: team,
    cycle: closing.cycle,
    start_at: closing.start,
    end_at: closing.end,
    closed_at: closing.closedAt,
    invoice: closing.invoice ?? null,
  }
}

export function invoiceFrom(row: InvoiceRow): Invoice {
  return {
    number: row.number,
    cycle: row.cycle,
    start: row.start_at,
    end: row.end_at,
    issuedAt: row.issued_at,
    currency: row.currency,
    lines: linesSchema.parse(JSON.parse(row.lines)),
    totalMicros: row.total_micros,
  }
}

export function invoiceRow(team: string, invoice: Invoice): InvoiceRow {
  return {
    team_id: team,
    number: invoice.number,
    cycle: invoice.cycle,
    start_at: invoice.start,
    end_at: invoice.end,
    issued_at: invoice.issuedAt,
    currency: invoice.currency,
    lines: JSON.stringify(invoice.lines),
    total_micros: invoice.totalMicros,
  }
}
