import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'target/classes/webroot', emptyOutDir: true, target: 'es2022' },
  server: {
    // `npm run dev` beside a running server: the page reloads as you type, the media goes through Sluice.
    proxy: { '/whip': 'http://localhost:8080', '/whep': 'http://localhost:8080' },
  },
});
