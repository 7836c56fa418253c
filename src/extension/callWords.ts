import { l10n } from 'vscode';
import type { CallView } from '../server/protocol';

type Surface = CallView['surface'];

/** The surfaces from the most exposed to the least, as the map of the calls lists them. */
export const SURFACES: readonly Surface[] = [
  'browser',
  'edge',
  'server',
  'desktop',
  'script',
  'test',
  'unknown',
];

export const SURFACE_ICONS: Record<Surface, string> = {
  browser: 'globe',
  edge: 'cloud',
  server: 'server',
  desktop: 'device-desktop',
  script: 'terminal',
  test: 'beaker',
  unknown: 'question',
};

/** Where code runs, as a heading. */
export function surfaceName(surface: Surface): string {
  switch (surface) {
    case 'browser':
      return l10n.t('Browser');
    case 'edge':
      return l10n.t('Edge');
    case 'server':
      return l10n.t('Server');
    case 'desktop':
      return l10n.t('Desktop');
    case 'script':
      return l10n.t('Scripts');
    case 'test':
      return l10n.t('Tests');
    case 'unknown':
      return l10n.t('Unknown place');
  }
}

/** What is known of a request, in a few words each: failures, input, answer. */
export function glanceWords({ glance }: CallView): string[] {
  if (!glance) return [];
  const { failures, input, answer } = glance;
  return [
    ...(failures === 'handled' ? [l10n.t('rate limits handled')] : []),
    ...(failures === 'open' ? [l10n.t('rate limits not handled')] : []),
    ...(input === 'checked' ? [l10n.t('input checked')] : []),
    ...(input === 'open' ? [l10n.t('input not checked')] : []),
    ...(answer === 'streamed' ? [l10n.t('streamed')] : []),
    ...(answer === 'whole' ? [l10n.t('not streamed')] : []),
  ];
}

export function findingsWord(count: number): string {
  return count === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', count);
}
