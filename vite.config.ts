import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const apiServer = process.env['HEADROOM_API'] ?? 'http://127.0.0.1:4280'

/** `--mode mocks` starts the page on the MSW mocks; every other mode talks to a server. */
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  define: { __MOCKS__: JSON.stringify(mode === 'mocks') },
  // The mocks' service worker is a development tool: it is not part of a production build.
  publicDir: mode === 'production' ? 'public/site' : 'public',
  server: {
    host: '127.0.0.1',
    port: 5173,
    ...(mode === 'mocks' ? {} : { proxy: { '/api': { target: apiServer, changeOrigin: true } } }),
  },
  build: {
    outDir: 'dist/web',
    target: 'baseline-widely-available',
    sourcemap: true,
  },
}))
