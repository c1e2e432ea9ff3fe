import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The client library as one module at /sluice-client.js, for pages that are not built. */
const clientLibrary: Plugin = {
  name: 'client-library',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'sluice-client.js', source: readFileSync('client/dist/sluice-client.js', 'utf8') });
  },
};

export default defineConfig({
  plugins: [react(), clientLibrary],
  // The page is built from the library's source: no build of the library is needed while either changes.
  resolve: { alias: { 'sluice-client': fileURLToPath(new URL('client/src/index.ts', import.meta.url)) } },
  build: { outDir: 'target/classes/webroot', emptyOutDir: true, target: 'es2022' },
  server: {
    // `npm run dev` beside a running server: the page reloads as you type, the media goes through Sluice.
    proxy: {
      '/whip': 'http://localhost:8080',
      '/whep': 'http://localhost:8080',
      '/ws': { target: 'ws://localhost:8080', ws: true },
    },
  },
});
