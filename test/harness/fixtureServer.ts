import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import type { Express } from 'express';

export interface FixtureServer {
  readonly url: string;
  close(): void;
}

/** Starts the Express application of a fix's fixture, by `fix/case/after`, on a free port. */
export async function startFixture(fixture: string): Promise<FixtureServer> {
  const { code } = transformSync(
    readFileSync(resolve('test/fixtures/fixes', fixture, 'server.ts'), 'utf8'),
    { loader: 'ts', format: 'cjs' },
  );
  const module = { exports: {} as { app: Express } };
  new Function('module', 'exports', 'require', code)(
    module,
    module.exports,
    createRequire(join(process.cwd(), 'package.json')),
  );
  const server = module.exports.app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
