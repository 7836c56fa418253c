import type { Application } from './application';
import type { Verdict } from './judge';

interface Count {
  made: number;
  offered: number;
  same: number;
}

/** How often each choice of the grammar met each fix, and what came of it. */
export class Coverage {
  private readonly rows = new Map<string, Count>();

  add({ choices }: Application, { fix, differences }: Verdict): void {
    for (const [part, name] of Object.entries(choices)) {
      const key = `${fix}\t${part}\t${name}`;
      const row = this.rows.get(key) ?? { made: 0, offered: 0, same: 0 };
      row.made++;
      if (differences) row.offered++;
      if (differences?.length === 0) row.same++;
      this.rows.set(key, row);
    }
  }

  /** A line for each choice: how many were made, of how many the fix was offered, how many hold. */
  table(): string {
    const head = ['fix', 'part', 'choice', 'made', 'offered', 'same'];
    const lines = [...this.rows]
      .sort()
      .map(([key, { made, offered, same }]) => [
        ...key.split('\t'),
        ...[made, offered, same].map(String),
      ]);
    const widths = head.map((name, at) =>
      Math.max(...[[name], ...lines.map((line) => [line[at]])].map(([cell]) => cell.length)),
    );
    return [head, ...lines]
      .map((line) =>
        line
          .map((cell, at) => cell.padEnd(widths[at]))
          .join('  ')
          .trimEnd(),
      )
      .join('\n');
  }
}
