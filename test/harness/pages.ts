import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const load = createRequire(join(process.cwd(), 'package.json'));

/** Compiles single-file components the way their own bundler plugins do. */
const components: Plugin = {
  name: 'components',
  setup(plugin) {
    plugin.onLoad({ filter: /\.svelte$/ }, ({ path }) => {
      const { compile } = load('svelte/compiler') as {
        compile(source: string, options: object): { js: { code: string } };
      };
      return {
        contents: compile(readFileSync(path, 'utf8'), { generate: 'client', css: 'injected' }).js
          .code,
        loader: 'js',
        resolveDir: process.cwd(),
      };
    });
    plugin.onLoad({ filter: /\.vue$/ }, ({ path }) => {
      const sfc = load('vue/compiler-sfc') as {
        parse(source: string): { descriptor: object };
        compileScript(descriptor: object, options: object): { content: string };
      };
      const { descriptor } = sfc.parse(readFileSync(path, 'utf8'));
      return {
        contents: sfc.compileScript(descriptor, { id: 'page', inlineTemplate: true }).content,
        loader: 'ts',
        resolveDir: process.cwd(),
      };
    });
  },
};

/**
 * The script that shows a component of React, Vue or Svelte as a page; `leave()` takes it away
 * again.
 */
export async function pageScript(
  framework: 'react' | 'vue' | 'svelte',
  file: string,
): Promise<string> {
  const path = JSON.stringify(resolve(file));
  const entry = {
    react: `import { createElement } from 'react'; import { createRoot } from 'react-dom/client'; import { App } from ${path}; const root = createRoot(document.body.firstElementChild); root.render(createElement(App)); window.leave = () => root.unmount();`,
    vue: `import { createApp } from 'vue'; import App from ${path}; const app = createApp(App); app.mount(document.body.firstElementChild); window.leave = () => app.unmount();`,
    svelte: `import { mount, unmount } from 'svelte'; import App from ${path}; const app = mount(App, { target: document.body.firstElementChild }); window.leave = () => unmount(app);`,
  }[framework];
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'silent',
    jsx: 'automatic',
    conditions: ['browser'],
    define: {
      'import.meta.env.VITE_OPENAI_API_KEY': '"made-up-for-tests"',
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [components],
  });
  return outputFiles[0].text;
}
