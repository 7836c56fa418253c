import { webDialect } from './dialect';
import { nodeSecret, type Framework } from './framework';

/**
 * Expo and React Native: the app ships to phones, so its code is as public as a web page. Source:
 * docs.expo.dev, "Environment variables", "API Routes".
 */
export const expo: Framework = {
  id: 'expo',
  title: 'Expo / React Native',
  publicEnvPrefixes: ['EXPO_PUBLIC_'],
  applies: (pkg) => pkg.dependencies.has('expo') || pkg.dependencies.has('react-native'),
  entry({ local }) {
    if (/\+api\.[jt]sx?$/.test(local))
      return { surface: 'server', why: 'it is an Expo API route', boundary: true };
    if (/^(server|backend|functions)\//.test(local))
      return { surface: 'server', why: 'it lies in a folder of server code', boundary: true };
    return /^(src\/)?app\/.*\.[jt]sx$|^App\.[jt]sx?$|^index\.[jt]sx?$/.test(local)
      ? { surface: 'browser', why: 'it is part of the app that phones download' }
      : undefined;
  },
  fallback: ({ local }) =>
    /\.config\.|^(babel|metro)/.test(local)
      ? undefined
      : { surface: 'browser', why: 'it is part of the app that phones download' },
  handlers: ({ local }) =>
    /\+api\.[jt]sx?$/.test(local)
      ? { names: /^(GET|POST|PUT|PATCH|DELETE)$/, what: 'the API route' }
      : undefined,
  placement: {
    kind: 'file',
    at: ({ name, typescript }, { files, pkg }) =>
      pkg.dependencies.has('expo-router') && files.some((file) => file.startsWith('app/'))
        ? {
            file: `app/api/${name}+api.${typescript ? 'ts' : 'js'}`,
            url: `/api/${name}`,
            // Routes are served where the web's output is a server; an application on a phone asks
            // them at an address: docs.expo.dev, "API Routes", "Deployment".
            settings: { file: 'app.json', path: ['expo', 'web', 'output'], value: 'server' },
            base: "${process.env.EXPO_PUBLIC_API_URL ?? ''}",
            note:
              'Set EXPO_PUBLIC_API_URL to the address under which the routes are published: a build ' +
              'for phones comes from nowhere.',
            dialect: webDialect(
              typescript
                ? 'export async function POST(request: Request): Promise<Response> {'
                : 'export async function POST(request) {',
            ),
          }
        : undefined,
  },
  secret: (name, { local }) =>
    /\+api\.|^(server|backend|functions)\//.test(local)
      ? nodeSecret(name, '.env.local')
      : undefined,
};
