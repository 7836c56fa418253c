import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/**
 * As much of `express` as this practice needs, so that nothing has to be installed. With
 * `npm install` the real package takes its place.
 */
export default function express() {
  const layers = [];
  const app = (request, response) => {
    equip(request, response);
    run(layers, request, response).catch((error) => {
      console.error(error.message);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
  app.use = (path, ...handlers) =>
    typeof path === 'string'
      ? layers.push({ path, handlers, isPrefix: true })
      : layers.push({ path: '/', handlers: [path, ...handlers], isPrefix: true });
  for (const method of ['get', 'post', 'put', 'delete'])
    app[method] = (path, ...handlers) =>
      layers.push({ method: method.toUpperCase(), path, handlers, isPrefix: false });
  app.listen = (port, listening) => createServer(app).listen(port, listening);
  return app;
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

express.json =
  ({ limit = '100kb' } = {}) =>
  async (request, response, next) => {
    const isJson = request.headers['content-type']?.startsWith('application/json');
    if (!isJson || request.body !== undefined) return next();
    const most = Number.parseInt(limit) * (/mb$/i.test(limit) ? 1_000_000 : 1_000);
    let text = '';
    for await (const part of request) {
      text += part;
      if (text.length > most) return response.status(413).end();
    }
    try {
      request.body = JSON.parse(text);
    } catch {
      return response.status(400).end();
    }
    return next();
  };

express.static = (root) => (request, response, next) => {
  const path = normalize(decodeURIComponent(request.path));
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  if (!file.startsWith(normalize(root)) || !existsSync(file) || !statSync(file).isFile())
    return next();
  response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
};

async function run(layers, request, response) {
  const whole = request.path;
  for (const { method, path, handlers, isPrefix } of layers) {
    const prefix = path === '/' ? '' : path;
    const fits = isPrefix ? whole === prefix || whole.startsWith(`${prefix}/`) : whole === path;
    if (!fits || (method && method !== request.method)) continue;
    request.path = isPrefix ? whole.slice(prefix.length) || '/' : whole;
    for (const handler of handlers) {
      let goesOn = false;
      await handler(request, response, (error) => {
        if (error) throw error;
        goesOn = true;
      });
      if (!goesOn) return;
    }
  }
  response.writeHead(404).end();
}

function equip(request, response) {
  const url = new URL(request.url, 'http://localhost');
  request.path = url.pathname;
  request.query = Object.fromEntries(url.searchParams);
  request.get = (name) => request.headers[name.toLowerCase()];
  response.status = (status) => Object.assign(response, { statusCode: status });
  response.set = (name, value) => response.setHeader(name, value);
  response.type = (type) => response.setHeader('Content-Type', type);
  response.json = (body) => response.type('application/json').end(JSON.stringify(body));
  response.send = (body) =>
    typeof body === 'string'
      ? (response.getHeader('Content-Type') ? response : response.type('text/html')).end(body)
      : response.json(body);
  response.sendStatus = (status) => response.status(status).end();
}
