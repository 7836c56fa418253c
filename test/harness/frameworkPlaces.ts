import { routeSpec } from '../../src/lessons/frameworkRoutes';
import type { RouteSpec } from '../../src/routes/route';

export { placeOf, places } from '../../src/lessons/samplePlaces';

/** One text in, an answer of a chat out. */
export function spec(streams: boolean, typescript: boolean): RouteSpec {
  return {
    ...routeSpec(streams, typescript),
    payload: [
      "model: 'gpt-5',",
      ...(streams ? ['stream: true,'] : []),
      'messages: [',
      "  { role: 'system', content: 'Be brief.' },",
      "  { role: 'user', content: message },",
      '],',
    ],
  };
}

/** A recording that is to be written down. */
export function uploadSpec(typescript: boolean): RouteSpec {
  return {
    ...spec(false, typescript),
    name: 'transcription',
    method: 'audio.transcriptions.create',
    fields: [
      { name: 'file', kind: 'file' },
      { name: 'language', kind: 'choice', options: ['de', 'en'] },
    ],
    payload: ["model: 'whisper-1',", 'file,', 'language,'],
  };
}

/** Every kind of field at once. */
export function fullSpec(streams: boolean): RouteSpec {
  return {
    ...spec(streams, true),
    fields: [
      { name: 'message', kind: 'text' },
      { name: 'history', kind: 'history' },
      { name: 'temperature', kind: 'number' },
      { name: 'model', kind: 'choice', options: ['gpt-5', 'gpt-5-mini'] },
    ],
    payload: [
      'model,',
      'temperature,',
      ...(streams ? ['stream: true,'] : []),
      'messages: [',
      '  ...history,',
      "  { role: 'user', content: message },",
      '],',
    ],
  };
}
