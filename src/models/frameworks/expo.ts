import { nodeSecret, type Framework } from './framework';
import { routeText, webDialect } from '../../routes/route';

/** Expo and React Native: the app ships to phones, so its code is as public as a web page. Source: docs.expo.dev, "Environment variables", "API Routes". */
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
  route(spec, { exists, files }) {
    const extension = spec.typescript ? 'ts' : 'js';
    if (!files.some((file) => file.startsWith('app/'))) return undefined;
    const file = `app/api/${spec.name}+api.${extension}`;
    return exists(file)
      ? undefined
      : {
          file,
          url: `/api/${spec.name}`,
          text: routeText(
            spec,
            webDialect((ts) =>
              ts
                ? 'export async function POST(request: Request): Promise<Response> {'
                : 'export async function POST(request) {',
            ),
          ),
        };
  },
  secret: (name, { local }) =>
    /\+api\.|^(server|backend|functions)\//.test(local)
      ? nodeSecret(name, '.env.local')
      : undefined,
};
