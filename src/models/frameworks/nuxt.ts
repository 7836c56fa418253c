import { dependsOn } from '../package';
import { webDialect } from './dialect';
import type { Framework } from './framework';

/** Nuxt 3 and 4 with Nitro. Source: nuxt.com/docs, "Directory structure", "Runtime Config". */
export const nuxt: Framework = {
  id: 'nuxt',
  title: 'Nuxt',
  packages: ['nuxt', 'nuxt3', 'h3', 'nitropack', 'nitropack/runtime', '#imports'],
  registrations: [
    {
      call: [
        '{defineEventHandler,eventHandler,defineLazyEventHandler,defineCachedEventHandler}',
        '{cachedEventHandler,defineWebSocketHandler}',
      ],
      undeclared: true,
      entry: 'http',
      what: 'the handler given to `{name}`',
      returns: true,
    },
    {
      call: '{useAsyncData,useLazyAsyncData}',
      undeclared: true,
      entry: 'query',
      what: '`{name}`',
      catches: true,
    },
  ],
  sinks: [
    { call: '{send,sendStream,sendWebResponse}', undeclared: true, into: 'response' },
    { call: '{sendRedirect,navigateTo}', undeclared: true, into: 'address' },
  ],
  readers: [
    {
      call: '{readBody,readRawBody,readFormData,readMultipartFormData,readValidatedBody}',
      undeclared: true,
      of: 'result',
      is: { kind: 'request', what: 'the request body' },
    },
    {
      call: '{getQuery,getValidatedQuery}',
      undeclared: true,
      of: 'result',
      is: { kind: 'request', what: 'the query' },
      field: 'last',
    },
    {
      call: '{getRouterParam,getRouterParams,getValidatedRouterParams}',
      undeclared: true,
      of: 'result',
      is: { kind: 'request', what: 'the route parameters' },
      field: 'last',
    },
    {
      call: '{getRequestHeader,getRequestHeaders,getHeader,getHeaders,getCookie,parseCookies}',
      undeclared: true,
      of: 'result',
      is: { kind: 'request', what: 'a header' },
    },
    { call: 'H3Event()', of: 'type', is: { as: 'http' } },
  ],
  answers: [{ call: 'createError()', undeclared: true }, { call: '{HTTPError,H3Error}()' }],
  publicEnvPrefixes: ['NUXT_PUBLIC_', 'VITE_'],
  gates: /^(src\/|app\/)?server\/(middleware|plugins)\//,
  applies: (pkg, packages) =>
    dependsOn(pkg, packages, 'nuxt') ||
    dependsOn(pkg, packages, 'nuxt3') ||
    [...pkg.files].some((file) => /^nuxt\.config\./.test(file)),
  entry({ local }) {
    if (/^(src\/|app\/)?server\//.test(local))
      return { surface: 'server', why: 'it lies in the `server` folder', boundary: true };
    if (/\.server\.[jt]s$/.test(local))
      return { surface: 'server', why: 'its name ends in `.server`', boundary: true };
    if (local.endsWith('.vue')) return { surface: 'browser', why: 'it is a Vue component' };
    // These folders are imported by name: no import statement shows that pages use them.
    if (/^(app\/|src\/)?(composables|utils|plugins|stores|middleware|components)\//.test(local))
      return { surface: 'browser', why: 'Nuxt imports this folder into the app' };
    return undefined;
  },
  // nuxt.com/docs, "Nuxt Configuration": `app.baseURL`.
  site: { configs: 'nuxt.config', base: 'app.baseURL' },
  placement: {
    kind: 'file',
    at: ({ name, typescript }) => ({
      file: `server/api/${name}.post.${typescript ? 'ts' : 'js'}`,
      url: `/api/${name}`,
      dialect: webDialect(
        typescript
          ? 'export default defineEventHandler(async (event): Promise<Response> => {'
          : 'export default defineEventHandler(async (event) => {',
        {
          bundled: true,
          close: '});',
          body: '(await readBody(event)) ?? {}',
          upload: {
            form: 'await readFormData(event).catch(() => undefined)',
            length: "getHeader(event, 'content-length')",
          },
          // Nitro goes on reading a stream whose reader has left (seen with Nuxt 4.5 and h3 1).
          stream: (body, contentType) => [
            "event.node?.res.once('close', () => aborted.abort());",
            `return new Response(${body}, { headers: { 'Content-Type': '${contentType}' } });`,
          ],
        },
      ),
    }),
  },
  urlOf(local) {
    const path =
      /^(?:src\/)?server\/(?:routes\/)?((?:api\/)?.+?)(?:\.(?:get|post|put|patch|delete))?\.[jt]s$/.exec(
        local,
      )?.[1];
    return path === undefined || path.includes('[')
      ? undefined
      : `/${path.replace(/\/index$/, '')}`;
  },
  secret(name) {
    // NUXT_OPENAI_API_KEY fills runtimeConfig.openaiApiKey at run time; the environment itself
    // works without a configuration entry.
    return { expression: `process.env.${name}`, envFile: '.env' };
  },
};
