import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  // During development the pages come from Vite and everything else from a running server.
  const server = loadEnv(mode, '.', 'ROSTRA_')['ROSTRA_URL'] ?? 'http://localhost:8080';
  const toServer = { target: server, changeOrigin: false, ws: true };
  return {
    plugins: [react()],
    // The SDK reads its own version from here; without it the name `process` would reach the browser.
    define: { 'process.env.REACT_SDK_VERSION': JSON.stringify('0.13.0') },
    build: {
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 900,
      // The player's library by itself, whichever player needs it: it is a third of all, and seldom changes.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'hls', test: /node_modules\/hls\.js\// }] } } },
    },
    server: {
      proxy: {
        '/app/config': toServer,
        '/hmsapi': toServer,
        '/init': toServer,
        '/ws': toServer,
        '/hls': toServer,
        '/socket.io': toServer,
        '/v2': toServer,
        '/dashboard/api': toServer,
        '/recordings': toServer,
      },
    },
  };
});
