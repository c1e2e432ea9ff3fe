import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const EXAMPLES = '../examples';

/** What pages that are not built need: the client library as one module at /sluice-client.js, and such pages themselves. */
const unbuilt: Plugin = {
  name: 'unbuilt',
  generateBundle() {
    const emit = (fileName: string, path: string) => this.emitFile({ type: 'asset', fileName, source: readFileSync(path, 'utf8') });
    emit('sluice-client.js', 'client/dist/sluice-client.js');
    for (const name of existsSync(EXAMPLES) ? readdirSync(EXAMPLES) : []) {
      if (name.endsWith('.html')) {
        emit(`examples/${name}`, `${EXAMPLES}/${name}`);
      }
    }
  },
};

export default defineConfig({
  plugins: [react(), unbuilt],
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
