/** `Europe/Berlin` is `Berlin`; offsets and Etc zones are named by what they are to UTC. */
export function zoneCity(zone: string): string {
  if (/^[+-]/.test(zone)) return `UTC${zone}`
  // POSIX signs are turned round: Etc/GMT+5 is five hours behind UTC.
  const etc = /^(?:Etc\/)?(?:GMT|UTC)([+-]?)(\d{0,2})$/.exec(zone)
  if (etc) {
    const [, sign, hours] = etc
    if (!sign || !hours || hours === '0') return 'UTC'
    return `UTC${sign === '+' ? '-' : '+'}${hours}`
  }
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
