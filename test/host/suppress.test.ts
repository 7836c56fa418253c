import assert from 'node:assert/strict';
import { commands, workspace } from 'vscode';
import { airlockDiagnostics, eventually, fileUri, openSample, replaceAll } from './support';

describe('suppressing a finding', () => {
  const suppress = async (given: { readonly scope: string; readonly reason: string }) => {
    const document = await openSample('server/index.js');
    const before = document.getText();
    const leaked = (await eventually(findings(document.uri), ({ length }) => length > 0))[0];
    const { line, character } = leaked.range.start;
    const uri = document.uri.toString();
    await commands.executeCommand(
      'airlock.suppress',
      uri,
      'leaked-api-key',
      { line, character },
      given,
    );
    return { document, before };
  };
  const findings = (uri: Parameters<typeof airlockDiagnostics>[0]) => () =>
    airlockDiagnostics(uri).filter(
      ({ code }) => (typeof code === 'object' ? code.value : code) === 'leaked-api-key',
    );

  it('writes the reason above the line, on one line', async () => {
    const { document, before } = await suppress({
      scope: 'line',
      reason: 'a made-up\nkey */ only',
    });
    await eventually(findings(document.uri), ({ length }) => length === 0);
    assert.match(
      document.getText(),
      /^ {2}\/\/ airlock-disable-next-line leaked-api-key -- a made-up key only\n {2}res\.json/m,
    );
    await replaceAll(document, before);
    await eventually(findings(document.uri), ({ length }) => length === 1);
  });

  it('writes it at the top of the file', async () => {
    const { document, before } = await suppress({ scope: 'file', reason: 'a made-up key' });
    await eventually(findings(document.uri), ({ length }) => length === 0);
    assert.equal(
      document.lineAt(0).text,
      '// airlock-disable-file leaked-api-key -- a made-up key',
    );
    await replaceAll(document, before);
    await eventually(findings(document.uri), ({ length }) => length === 1);
  });

  it('switches the rule off in the folder, and says why there', async () => {
    const { document } = await suppress({ scope: 'folder', reason: 'a made-up key' });
    await eventually(findings(document.uri), ({ length }) => length === 0);
    const config = fileUri('airlock.config.json');
    assert.match(
      new TextDecoder().decode(await workspace.fs.readFile(config)),
      /"rules": \{\n {4}\/\/ a made-up key\n {4}"leaked-api-key": "off"\n {2}\}/,
    );
    await workspace.fs.delete(config);
    await eventually(findings(document.uri), ({ length }) => length === 1);
  });
});
