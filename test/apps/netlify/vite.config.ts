import netlify from '@netlify/vite-plugin';
import { defineConfig } from 'vite';

// Netlify's own emulation of its functions, which its command line runs too.
export default defineConfig({ plugins: [netlify()] });
