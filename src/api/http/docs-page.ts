import { html } from 'hono/html'
import type { ApiDocument } from './document.ts'

const METHODS = ['get', 'post', 'put', 'delete'] as const

/** The OpenAPI document as a page to read: no script, nothing fetched from elsewhere. */
export function docsPage(document: ApiDocument) {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ path, method, operation }] : []
    }),
  )
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Headroom API</title>
        <link rel="stylesheet" href="/api/docs.css" />
      </head>
      <body>
        <main>
          <h1>Headroom API</h1>
          <p>
            Version ${document.info.version}. For programs:
            <a href="/api/openapi.json">the OpenAPI 3.1 document</a>. Amounts are whole credits or
            calls, money is whole millionths of the currency, instants are milliseconds since 1970.
            Every refusal is a problem document (RFC 9457) with a code that stays the same.
          </p>
          ${operations.map(
            ({ path, method, operation }) => html`
              <section aria-labelledby="${operation.operationId}">
                <h2 id="${operation.operationId}">${operation.summary}</h2>
                <p><code>${method.toUpperCase()} ${path}</code></p>
                ${operation.description ? html`<p>${operation.description}</p>` : ''}
                ${part('Parameters', operation.parameters)} ${part('Body', operation.requestBody)}
                ${part('Answer', operation.responses)}
              </section>
            `,
          )}
        </main>
      </body>
    </html>`
}

function part(title: string, value: unknown) {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return ''
  return html`<details>
    <summary>${title}</summary>
    <pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>
  </details>`
}

/** A file of its own: the content policy lets no style into a page's text. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0 }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.0625rem; margin: 0 }
section { border-top: 1px solid color-mix(in oklch, currentColor 15%, transparent); padding: 1rem 0 }
p { margin: .25rem 0 .5rem } pre { overflow: auto; max-height: 28rem; font-size: .8125rem }
summary { cursor: pointer; padding: .25rem 0 }
`
