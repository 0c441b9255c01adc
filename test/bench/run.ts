import { say } from './figures.ts'
import { benchIngest } from './ingest.ts'
import { benchRating } from './rating.ts'
import { benchUsage } from './usage.ts'

/** Figures and ratios for people: nothing passes or fails here. */
say(`Node ${process.version}, ${process.platform} ${process.arch}`)
await benchRating()
await benchIngest()
await benchUsage()
