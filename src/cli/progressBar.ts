const WIDTH = 24;
const PATIENCE_MS = 1000;

/** A bar on standard error, shown on a terminal when the work takes longer than a second. */
export function createProgressBar(): { update(done: number, total: number): void; end(): void } {
  const start = Date.now();
  let shown = false;
  return {
    update(done, total) {
      if (!process.stderr.isTTY || total === 0 || Date.now() - start < PATIENCE_MS) return;
      shown = true;
      const filled = Math.round((done / total) * WIDTH);
      process.stderr.write(`\r${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done} of ${total} files`);
    },
    end() {
      if (shown) process.stderr.write('\r\x1b[2K');
    },
  };
}
