import { frameworks } from './frameworks/registry';
import type { Model } from './model';

/** Everything Airlock knows of the outside world. A new vendor, framework or library is one file and one line here. */
export const models: readonly Model[] = [...frameworks];
