import { buildAnew, PAGES, ROOT } from './build-pages.ts'
import { runCommand } from './command.ts'

await runCommand(() => buildAnew(ROOT, PAGES))
