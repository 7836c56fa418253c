/** How the pieces of a body are told apart, and what is done with each. */
export interface Pieces {
  /** The name of the list: `lines`, `events`. */
  readonly name: string;
  /** What stands between two of them, as it is written in a text. */
  readonly separator: string;
  /** The loop over the complete ones. */
  readonly loop: readonly string[];
}

/**
 * The statements of a generator that reads the body of `response` piece by piece, and lets go of it
 * however the reading ends.
 */
export function readerLines({ name, separator, loop }: Pieces): string[] {
  return [
    'const reader = response.body.getReader();',
    'const decoder = new TextDecoder();',
    "let rest = '';",
    'try {',
    '  for (;;) {',
    '    const { done, value } = await reader.read();',
    '    rest += decoder.decode(value, { stream: !done });',
    `    const ${name} = rest.split('${separator}');`,
    `    rest = done ? '' : (${name}.pop() ?? '');`,
    ...loop.map((line) => `    ${line}`),
    '    if (done) return;',
    '  }',
    '} finally {',
    '  // Whoever stops reading stops the request too.',
    '  await reader.cancel().catch(() => undefined);',
    '}',
  ];
}

/**
 * The statements that throw what the server says of a failure. `asAxios`: whoever catches it looks
 * where axios puts the answer (axios-http.com/docs/handling_errors).
 */
export function refusalLines(streams: boolean, asAxios = false): string[] {
  return [
    `if (!response.ok${streams ? ' || !response.body' : ''}) {`,
    '  const failure = await response.json().catch(() => undefined);',
    '  const message = failure?.error ?? `The server answered ${response.status}.`;',
    // Whoever catches it may tell a limit from the rest, as by an error of the SDK.
    ...(asAxios
      ? [
          '  const answer = { status: response.status, data: { error: { message } } };',
          '  throw Object.assign(new Error(message), { response: answer });',
        ]
      : ['  throw Object.assign(new Error(message), { status: response.status });']),
    '}',
  ];
}
