import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the backend listens while the pages are being worked on. */
const backend = process.env.CELLTWIN_BACKEND ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: { '/api': backend, '/docs': backend, '/socket.io': { target: backend, ws: true } },
  },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 1200 },
})
