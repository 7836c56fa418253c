const WIDTH = 24;
const PATIENCE_MS = 1000;
/** Often enough to look alive, seldom enough to cost nothing. */
const REDRAW_MS = 50;

/** A bar on standard error, shown on a terminal when the work takes longer than a second. */
export function createProgressBar(): { update(done: number, total: number): void; end(): void } {
  const start = Date.now();
  let shown = false;
  let last = 0;
  return {
    update(done, total) {
      if (
        !process.stderr.isTTY ||
        total === 0 ||
        Date.now() - start < PATIENCE_MS ||
        Date.now() - last < REDRAW_MS
      )
        return;
      shown = true;
      last = Date.now();
      const filled = Math.round((done / total) * WIDTH);
      process.stderr.write(
        `\r${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done} of ${total} files`,
      );
    },
    end() {
      if (shown) process.stderr.write('\r\x1b[2K');
    },
  };
}
