import { fixAll } from '../../src/fixAll';
import { serviceOf } from './cases';

/** The files after `stream-response`, as one text; the reasons where it is not offered. */
export function streamed(files: Readonly<Record<string, string>>): string {
  const service = serviceOf({ files: new Map(Object.entries(files)) });
  const reasons = service
    .findings()
    .flatMap((finding) => service.refusals(finding))
    .filter(({ id }) => id === 'stream-response')
    .map(({ reason }) => reason);
  const fixed = fixAll(service, (_, offers) => offers.find(({ id }) => id === 'stream-response'));
  const texts = [...fixed.files].map(([file, { after }]) => `// ${file}\n${after}`);
  return texts.length > 0 ? texts.join('\n') : `refused: ${reasons.join(' ')}`;
}
