import { defineConfig } from 'vite';

/** One ES module without dependencies, readable as it is; the declarations beside it come from tsc. */
export default defineConfig({
  build: {
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'sluice-client' },
    target: 'es2022',
    minify: false,
    emptyOutDir: false,
  },
});
