import { z } from 'zod'

// zod compiles parsers with `new Function` where it may; a strict content policy forbids that and
// reports even the attempt. It asks when a schema is made, so this comes before every schema.
z.config({ jitless: true })
