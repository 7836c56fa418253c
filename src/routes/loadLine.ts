import type { Loaded } from '../models/frameworks/loaded';

/** The statement with which a module loads something. */
export function loadLine({ from, names = [], whole, types }: Loaded, commonJs: boolean): string {
  if (commonJs) {
    const taken = names.map((name) => name.replace(' as ', ': ')).join(', ');
    return `const ${whole?.name ?? `{ ${taken} }`} = require('${from}');`;
  }
  const list = whole
    ? `${whole.of === 'module' ? '* as ' : ''}${whole.name}`
    : `{ ${names.join(', ')} }`;
  return `import ${types ? 'type ' : ''}${list} from '${from}';`;
}
