import chromium from '@sparticuz/chromium'

// A process of its own: the package unpacks into its temporary folder, whatever that is set to.
await chromium.executablePath()
