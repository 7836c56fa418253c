import ts from 'typescript';

/** The innermost node that holds an offset, its leading comments and spaces included. */
export function nodeAt(file: ts.SourceFile, offset: number): ts.Node {
  let found: ts.Node = file;
  for (;;) {
    const child: ts.Node | undefined = ts.forEachChild(found, (item) =>
      offset >= item.pos && offset < item.end ? item : undefined,
    );
    if (!child) return found;
    found = child;
  }
}

/** The node that spans exactly `start` to `end`, the outermost of several. */
export function nodeSpanning(file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let node: ts.Node | undefined = nodeAt(file, start); node; node = node.parent) {
    if (node.getStart() === start && node.getEnd() === end) found = node;
    if (node.getStart() < start) break;
  }
  return found;
}
