import { compact } from '#web/format/number.ts'
import type { ChartRows } from './chart-rows.ts'
import { type Scale, scaleTo } from './scale.ts'

export type ChartSize = 'card' | 'page'

/** A part of the drawing with its own axis from zero; `top` and `height` of its plot in px. */
export type Panel = { scale: Scale; top: number; height: number }

export type ChartLayout = {
  width: number
  /** Left of the plots, for the figures of the axes. */
  gutter: number
  plotWidth: number
  dayWidth: number
  total: Panel
  day: Panel
}

/** Right of the plots, so that the last point is whole. */
export const RIGHT = 8
/** Above the upper plot, for `Today`. */
const HEAD = 20
/** Above the lower plot, for its caption. */
const DAY_HEAD = 24
/** Below both plots, so that the zero line is whole. */
export const FOOT = 2

const HEIGHTS = { card: { total: 120, day: 56 }, page: { total: 240, day: 112 } } as const
const LINES = { card: { total: 2, day: 1 }, page: { total: 4, day: 2 } } as const

const CHARACTER = 6.4

/** A range is cut off here, so that one wild day doesn't flatten everything else. */
const RANGE_ROOM = 1.25
/** For the label on the topmost line. */
const LABEL_ROOM = 1.1

/** Sizes in px, and the two axes: both start at zero, each on its own, none shared by two scales. */
export function chartLayout(rows: ChartRows, width: number, size: ChartSize): ChartLayout {
  const total = panel(totalMax(rows), { lines: LINES[size].total, height: HEIGHTS[size].total })
  const dayMax = Math.max(0, ...rows.days.map((day) => day.total))
  const day = panel(dayMax, { lines: LINES[size].day, height: HEIGHTS[size].day })
  const labels = [...total.scale.ticks, ...day.scale.ticks].map(compact)
  const gutter = Math.ceil(Math.max(...labels.map((label) => label.length)) * CHARACTER) + 8
  const plotWidth = Math.max(0, width - gutter - RIGHT)
  return {
    width,
    gutter,
    plotWidth,
    dayWidth: plotWidth / Math.max(1, rows.days.length),
    total: { ...total, top: HEAD },
    day: { ...day, top: DAY_HEAD },
  }
}

/** From the panel's own upper edge, in px. */
export function heightAt(value: number, panelOf: Panel): number {
  return panelOf.top + (1 - value / panelOf.scale.top) * panelOf.height
}

export function panelHeight(panelOf: Panel): number {
  return panelOf.top + panelOf.height + FOOT
}

function panel(max: number, options: { lines: number; height: number }) {
  return { scale: scaleTo(max, options.lines), height: options.height }
}

function totalMax(rows: ChartRows): number {
  const { limit = 0, used, endTotal } = rows
  const firm = Math.max(limit, used, endTotal?.mid ?? 0)
  return Math.max(firm * LABEL_ROOM, Math.min(endTotal?.high ?? 0, firm * RANGE_ROOM))
}
