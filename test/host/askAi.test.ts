import assert from 'node:assert/strict';
import {
  commands,
  LanguageModelTextPart,
  lm,
  Range,
  type CodeAction,
  type Diagnostic,
  type Disposable,
  type TextDocument,
} from 'vscode';
import { airlockDiagnostics, eventually, openSample, replaceAll } from './support';

const RULE = 'unhandled-api-error';

/** Repeats for ever at once, in a loop that no fix takes apart. */
const LOOP = `import OpenAI from 'openai';
const openai = new OpenAI();
export async function name(text) {
  for (;;) {
    try {
      return await openai.responses.create({ model: 'gpt-5', input: text, stream: true });
    } catch (error) {}
  }
}
`;

describe('Ask AI for a Fix', () => {
  const chat = parrot();
  let document: TextDocument;
  let original: string;
  before(async () => {
    document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
    );
    original = document.getText();
    chat.register();
    for (let tries = 0; (await lm.selectChatModels()).length === 0; tries++) {
      assert.ok(tries < 100, 'no model');
      await new Promise((next) => setTimeout(next, 100));
    }
  });
  beforeEach(() => (chat.asked.length = 0));
  after(async () => {
    chat.dispose();
    // The other files find the sample as it was.
    await replaceAll(document, original);
    assert.ok(await document.save());
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
    );
    // The views hear of it a moment later.
    await new Promise((next) => setTimeout(next, 1_500));
  });

  const finding = (): Diagnostic => {
    const found = airlockDiagnostics(document.uri).find(
      ({ code }) => (typeof code === 'object' ? code.value : code) === RULE,
    );
    assert.ok(found);
    return found;
  };
  /** Asks, and picks the one model there is. */
  const ask = async (answer: string) => {
    chat.answer = answer;
    const { start } = finding().range;
    const asked = commands.executeCommand<{ shown?: true; reason?: string } | undefined>(
      'airlock.askAi',
      document.uri.toString(),
      RULE,
      { line: start.line, character: start.character },
    );
    const picking = setInterval(
      () => void commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
      300,
    );
    try {
      return await asked;
    } finally {
      clearInterval(picking);
    }
  };

  it('sends nothing before a model is picked', async () => {
    const { start } = finding().range;
    const asked = commands.executeCommand('airlock.askAi', document.uri.toString(), RULE, {
      line: start.line,
      character: start.character,
    });
    await new Promise((next) => setTimeout(next, 1_000));
    await commands.executeCommand('workbench.action.closeQuickOpen');
    assert.equal(await asked, undefined);
    assert.deepEqual(chat.asked, []);
  });

  it('says in one sentence why an edit is not shown', async () => {
    const outcome = await ask('I would rather not.');
    assert.match(String(outcome?.reason), /^The edit is not shown: [^\n]+\.$/);
    assert.equal(chat.asked.length, 1);
    assert.match(chat.asked[0], /The contract/);
    assert.equal(document.getText(), original);
  });

  it('shows an edit that passes the trial in the preview, and makes it when that is applied', async () => {
    const { text, find } = mended(original);
    const applying = setInterval(
      () => void commands.executeCommand('refactorPreview.apply').then(undefined, () => undefined),
      500,
    );
    try {
      const outcome = await ask(
        JSON.stringify({ edits: [{ file: 'server/index.js', find, replace: text }], why: 'so' }),
      );
      assert.deepEqual(outcome, { shown: true });
    } finally {
      clearInterval(applying);
    }
    assert.equal(
      document.getText(),
      original.replace(find, () => text),
    );
    await commands.executeCommand('undo');
    await eventually(
      () => document.getText(),
      (now) => now === original,
    );
  });

  it('stands in the light bulb only where no fix is offered', async () => {
    const seen = new Set<boolean>();
    for (const text of [original, LOOP]) {
      await replaceAll(document, text);
      await eventually(
        () => airlockDiagnostics(document.uri),
        (items) => (text === original ? items.length === 5 : hasLoop(items)),
      );
      // The list for a text that has just changed is thrown away.
      await new Promise((next) => setTimeout(next, 1_500));
      for (const { range } of airlockDiagnostics(document.uri)) {
        const listed = await titlesAt(document, range);
        const isByHand = listed.some((title) => title.startsWith('Show the steps by hand'));
        assert.equal(listed.includes('Ask AI for a Fix…'), isByHand, listed.join('\n'));
        seen.add(isByHand);
      }
    }
    assert.deepEqual([...seen], [false, true]);
  });
});

function hasLoop(items: readonly Diagnostic[]): boolean {
  return items.some(({ code }) => JSON.stringify(code).includes('retry-without-backoff'));
}

async function titlesAt({ uri }: TextDocument, range: Range): Promise<string[]> {
  const list = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    'quickfix',
  );
  return list.map(({ title }) => title);
}

/** The first request of the sample's server with a `catch` of its own around the handler's body. */
function mended(code: string): { readonly find: string; readonly text: string } {
  const start = code.lastIndexOf('\n', code.indexOf('const response = await')) + 1;
  const end = code.indexOf('\n});', start) + 1;
  const find = code.slice(start, end);
  const body = find.replace(/^(?=.)/gm, '  ');
  return {
    find,
    text: `  try {\n${body}  } catch (error) {\n    const status = error instanceof OpenAI.RateLimitError ? 429 : 502;\n    res.status(status).json({ error: 'The answer could not be made.' });\n  }\n`,
  };
}

/** What of the editor's interface the test needs that its types, of an older version, do not have. */
type Register = (vendor: string, provider: object) => Disposable;

/** A language model that answers what it is told to, and keeps what it was asked. */
function parrot() {
  let registration: Disposable | undefined;
  const model = {
    id: 'parrot',
    name: 'Parrot',
    family: 'parrot',
    version: '1',
    maxInputTokens: 100_000,
    maxOutputTokens: 100_000,
    isUserSelectable: true,
    capabilities: {},
  };
  return {
    answer: '',
    asked: [] as string[],
    register() {
      const { registerLanguageModelChatProvider } = lm as unknown as {
        registerLanguageModelChatProvider: Register;
      };
      registration = registerLanguageModelChatProvider('made-up', {
        provideLanguageModelChatInformation: () => [model],
        provideLanguageModelChatResponse: (
          _model: unknown,
          messages: readonly { readonly content: readonly { readonly value?: string }[] }[],
          _options: unknown,
          progress: { report(part: LanguageModelTextPart): void },
        ) => {
          this.asked.push(
            messages.flatMap(({ content }) => content.map(({ value }) => value)).join('\n'),
          );
          progress.report(new LanguageModelTextPart(this.answer));
        },
        provideTokenCount: () => 1,
      });
    },
    dispose: () => registration?.dispose(),
  };
}
