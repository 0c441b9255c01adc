import { readFileSync } from 'node:fs'

const PAGES = 'dist/web'
const ENTRY = 'index.html'
const FIRST_PAGE = 'src/web/pages/usage/usage-page.tsx'
const CHART = 'src/web/charts/cycle-chart.tsx'

const manifest = JSON.parse(readFileSync(`${PAGES}/.vite/manifest.json`, 'utf8'))
const first = scriptsOf([ENTRY, FIRST_PAGE])
const chart = scriptsOf([CHART]).filter((file) => !first.includes(file))

// biome-ignore lint/style/noDefaultExport: the tool reads it.
export default [
  { name: 'Script for the first page, without charts', path: first, limit: '176 kB', gzip: true },
  { name: 'Script for the charts, loaded after it', path: chart, limit: '112 kB', gzip: true },
]

/** What these chunks need before they run; not what they may load later. */
function scriptsOf(keys) {
  const needed = new Set()
  for (const key of keys) need(key, needed)
  return [...needed].map((key) => `${PAGES}/${manifest[key].file}`)
}

function need(key, needed) {
  if (!manifest[key]) throw new Error(`${key} is not in the build: npm run build`)
  if (needed.has(key)) return
  needed.add(key)
  for (const next of manifest[key].imports ?? []) need(next, needed)
}
