const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What people call a browser, of what it calls itself: "Firefox on Linux". */
export function browserName(agent: string | undefined): string {
  if (agent === undefined) return 'An unknown browser'
  const browser = BROWSERS.find(([sign]) => sign.test(agent))?.[1] ?? 'A browser'
  const system = SYSTEMS.find(([sign]) => sign.test(agent))?.[1]
  return system === undefined ? browser : `${browser} on ${system}`
}
