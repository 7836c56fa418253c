import type ts from 'typescript';
import type { Evaluator } from '../values/engine';
import type { Bound } from './flow';

const LIMITS =
  /\b(?:json|urlencoded|text|bodyParser|raw)\s*\(\s*\{[^}]*\blimit\s*:\s*['"]?(\d+)\s*([km]?b?)['"]?|\bbodyLimit\s*[:(]\s*\{?\s*(?:maxSize\s*:\s*)?(\d[\d_]*)(?:\s*\*\s*(\d+))?(?:\s*\*\s*(\d+))?|\bsizeLimit\s*:\s*['"](\d+)\s*([km]?b?)['"]/gi;
/** A limit above this, in bytes, is no bound for a prompt any more: it is some 250,000 tokens. */
export const USEFUL_LIMIT = 1_000_000;

const SERVERS =
  /express|body-parser|fastify|^hono|^koa|nestjs|elysia|class-validator|routing-controllers/;

const limits = new WeakMap<Evaluator, Map<string, Bound>>();
const pipes = new WeakMap<Evaluator, Map<string, boolean>>();

/** `full` when the package's servers refuse bodies over a stated size: `express.json({ limit: '10kb' })`, Fastify's and Hono's `bodyLimit`, Next's `sizeLimit`. */
export function bodyLimit(evaluator: Evaluator, file: string): Bound {
  return perPackage(
    limits,
    evaluator,
    file,
    (texts) => {
      for (const text of texts) {
        for (const [, size, unit, bytes, times, again, next, nextUnit] of text.matchAll(LIMITS)) {
          const amount =
            bytes !== undefined
              ? Number(bytes.replace(/_/g, '')) * Number(times ?? 1) * Number(again ?? 1)
              : Number(size ?? next) *
                (/m/i.test(unit ?? nextUnit ?? '')
                  ? 1_000_000
                  : /k/i.test(unit ?? nextUnit ?? '')
                    ? 1_000
                    : 1);
          if (amount <= USEFUL_LIMIT) return 'full';
        }
      }
      return 'none';
    },
    /limit/i,
  );
}

/** Whether the package uses Nest's `ValidationPipe`: without it the decorators of class-validator check nothing. */
export function validatesClasses(evaluator: Evaluator, node: ts.Node): boolean {
  return perPackage(
    pipes,
    evaluator,
    evaluator.siteOf(node).file,
    (texts) =>
      texts.some((text) =>
        /new ValidationPipe\(|useClass:\s*ValidationPipe|\bvalidate(OrReject)?\(|useExpressServer|routing-controllers/.test(
          text,
        ),
      ),
    /ValidationPipe|validate|routing-controllers/,
  );
}

function perPackage<T>(
  memo: WeakMap<Evaluator, Map<string, T>>,
  evaluator: Evaluator,
  file: string,
  read: (texts: readonly string[]) => T,
  word: RegExp,
): T {
  const files = evaluator.program.packageFiles(file);
  const key = files[0] ?? file;
  let known = memo.get(evaluator);
  if (!known) memo.set(evaluator, (known = new Map()));
  let found = known.get(key);
  if (found === undefined) {
    // A limit is set where the server is made, or in the handler's own file (`export const config` of a Next route).
    const candidates = files.filter(
      (path) =>
        path === file ||
        evaluator.program.specifiersOf(path).some((specifier) => SERVERS.test(specifier)),
    );
    const texts = candidates.flatMap((path) => {
      const text = evaluator.program.text(path);
      return text !== undefined && word.test(text) ? [text] : [];
    });
    known.set(key, (found = read(texts)));
  }
  return found;
}
