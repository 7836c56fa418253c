import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Express } from 'express';
import { FIXTURES } from './fixtures';

export interface FixtureServer {
  readonly url: string;
  close(): void;
}

/**
 * Runs a module of a fix's fixture with the packages of this project.
 *
 * @param file The path below `test/fixtures/fixes`: `fix/case/after/file.ts`.
 * @typeParam T What the module exports.
 */
export function loadFixture<T>(file: string): T {
  const { code } = transformSync(readFileSync(join(FIXTURES, file), 'utf8'), {
    loader: 'ts',
    format: 'cjs',
  });
  const module = { exports: {} as T };
  new Function('module', 'exports', 'require', code)(
    module,
    module.exports,
    createRequire(join(process.cwd(), 'package.json')),
  );
  return module.exports;
}

/** Starts the Express application of a fix's fixture, by `fix/case/after`, on a free port. */
export async function startFixture(fixture: string): Promise<FixtureServer> {
  const { app } = loadFixture<{ app: Express }>(`${fixture}/server.ts`);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
