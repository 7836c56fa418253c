import { answerHeaders, proxyConfigs } from '../../models/libraries/compression';
import type { Evaluator } from '../values/engine';

/** Longer ones are no configuration that a person wrote. */
const MAX_LENGTH = 100_000;

/** A proxy that passes requests on, as its configuration says. */
interface Proxy {
  readonly file: string;
  /** The place that says so. */
  readonly start: number;
  readonly end: number;
  /** Where it passes them on to: a name, an address. */
  readonly host: string;
}

/**
 * A proxy of the workspace before the handlers of a file that holds answers back: nothing tells it
 * not to, in its configuration or in the code.
 */
export function proxyBefore(evaluator: Evaluator, file: string): Proxy | undefined {
  const { program } = evaluator;
  const found = evaluator
    .remember('proxies', () => proxiesIn(evaluator))
    .find((proxy) => isBefore(evaluator, proxy, file));
  if (!found) return undefined;
  program.watch(found.file);
  const isTold = program
    .packageFiles(file)
    .some((path) => program.text(path)?.toLowerCase().includes(answerHeaders.unheld));
  return isTold ? undefined : found;
}

function proxiesIn({ program }: Evaluator): readonly Proxy[] {
  const configs = program.filesNamed(proxyConfigs.files).flatMap((path) => {
    const text = program.text(path);
    return text !== undefined && text.length <= MAX_LENGTH ? [{ path, text }] : [];
  });
  // Who knows of it in one place may have set it for the others.
  if (configs.some(({ text }) => proxyConfigs.unheld.test(text))) return [];
  return configs.flatMap(({ path, text }) =>
    [...text.matchAll(proxyConfigs.passes)].map((match) => ({
      file: path,
      start: match.index + match[0].search(/\S/),
      end: match.index + match[0].length,
      host: match[1],
    })),
  );
}

/** A server of the same package, or in a folder that is called like what the proxy asks. */
function isBefore({ program }: Evaluator, { file: config, host }: Proxy, file: string): boolean {
  if (isElsewhere(host)) return false;
  const folder = program.packageFolder(config);
  return folder === '' || file.startsWith(`${folder}/`) || file.split('/').includes(host);
}

/** A name with a dot is a server of somebody's; an address in numbers is this machine's or near. */
function isElsewhere(host: string): boolean {
  return host.includes('.') && !/^[\d.]+$|\.(internal|local|localhost)$/.test(host);
}
