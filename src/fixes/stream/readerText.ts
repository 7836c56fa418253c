import { inStyle, type CodeStyle } from '../../frameworks/inStyle';

/** The browser's side of a streamed answer: a generator of its pieces, that throws when it fails or breaks off. */
export function readerText(typescript: boolean, style: CodeStyle): string {
  const lines = [
    '/** The pieces of an answer that the server streams; throws when it fails or breaks off. */',
    `async function* readPieces(response${typescript ? ': Response): AsyncGenerator<string>' : ')'} {`,
    '  if (!response.ok || !response.body) {',
    '    const failure = await response.json().catch(() => undefined);',
    '    throw new Error(failure?.error ?? `The server answered ${response.status}.`);',
    '  }',
    '  const reader = response.body.getReader();',
    '  const decoder = new TextDecoder();',
    "  let rest = '';",
    '  try {',
    '    for (;;) {',
    '      const { done, value } = await reader.read();',
    '      rest += decoder.decode(value, { stream: !done });',
    "      const events = rest.split('\\n\\n');",
    "      rest = done ? '' : (events.pop() ?? '');",
    '      for (const event of events) {',
    '        const data = /^data: (.*)$/m.exec(event)?.[1];',
    '        if (data === undefined) continue;',
    '        const { content, error } = JSON.parse(data);',
    '        if (error !== undefined) throw new Error(error);',
    '        yield content;',
    '      }',
    '      if (done) return;',
    '    }',
    '  } finally {',
    '    // Whoever stops reading stops the request too.',
    '    await reader.cancel().catch(() => undefined);',
    '  }',
    '}',
  ];
  return inStyle(lines.join('\n'), style);
}
