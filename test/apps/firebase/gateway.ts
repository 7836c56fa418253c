import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';

/**
 * What Firebase Hosting does before the functions: an address of `firebase.json` goes to its
 * function, each of which Google's own Functions Framework runs, as it does in the cloud.
 */
const { hosting } = JSON.parse(readFileSync('firebase.json', 'utf8'));
const port = Number(process.env.PORT);
const functions = new Map<string, number>();
for (const { source, function: target } of hosting.rewrites) {
  if (!target) continue;
  const own = port + 1 + functions.size;
  functions.set(source, own);
  const args = ['--source=functions', `--target=${target.functionId}`, `--port=${own}`];
  spawn('functions-framework', args, { stdio: 'inherit' });
}

createServer((req, res) => {
  const own = functions.get(new URL(req.url ?? '/', 'http://localhost').pathname);
  if (own === undefined) return void res.end('<div id="root"></div>');
  const { method, headers } = req;
  const handed = request({ port: own, path: '/', method, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  handed.on('error', () => res.writeHead(502).end());
  req.pipe(handed);
}).listen(port);
