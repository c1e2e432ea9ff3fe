import { defineConfig } from 'vite';

const PURE = ['logic/arrange', 'logic/format', 'logic/health', 'logic/links', 'logic/names', 'logic/plot', 'logic/qr', 'app/place', 'room/layout', 'media/problem', 'screens/failures'];

/** What needs no browser, as modules that node's tests import. */
export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: 'target/logic',
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    lib: { entry: Object.fromEntries(PURE.map((path) => [path.split('/')[1]!, `src/${path}.ts`])), formats: ['es'] },
  },
});
