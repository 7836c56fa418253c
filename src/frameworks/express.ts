import { nodeSecret, type Framework } from './framework';
import { nodeDialect, routeText } from './route';

const PACKAGES = ['express'];

/** Express 4 and 5. Source: expressjs.com, "Routing". */
export const express: Framework = {
  id: 'express',
  title: 'Express',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  route(spec, { exists, files, read }) {
    const app = files.find((file) => /\.[mc]?[jt]s$/.test(file) && /\b(const|let|var)\s+\w+\s*=\s*express\(\)/.test(read(file) ?? ''));
    if (app === undefined) return undefined;
    const source = read(app) ?? '';
    const variable = /\b(?:const|let|var)\s+(\w+)\s*=\s*express\(\)/.exec(source)?.[1] ?? 'app';
    // CommonJS servers would need a route in CommonJS.
    if (/\brequire\(/.test(source) && !/^import\s/m.test(source)) return undefined;
    const folder = app.includes('/') ? app.slice(0, app.lastIndexOf('/') + 1) : '';
    const extension = /\.(\w+)$/.exec(app)?.[1] ?? 'js';
    const file = `${folder}${spec.name}Route.${extension}`;
    if (exists(file)) return undefined;
    const ts = extension.endsWith('ts');
    const name = `${spec.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Route`;
    const open = () => (ts ? `export async function ${name}(req: Request, res: Response): Promise<void> {` : `export async function ${name}(req, res) {`);
    return {
      file, url: `/api/${spec.name}`, text: routeText({ ...spec, typescript: ts }, nodeDialect(open, { imports: ts ? ["import type { Request, Response } from 'express';"] : [] })),
      mount: {
        file: app, after: /\b(?:const|let|var)\s+\w+\s*=\s*express\(\);?/,
        importLine: `import { ${name} } from './${spec.name}Route${ts ? '' : `.${extension}`}';`,
        statement: `${variable}.post('/api/${spec.name}', express.json({ limit: '100kb' }), ${name});`,
      },
    };
  },
  secret: (name) => nodeSecret(name),
};
