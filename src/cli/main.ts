import { setFlagsFromString } from 'node:v8';
import { complain, OK, runCommand } from './program';

// Node 24 lets the young generation grow to 100 MB before it collects; a check is as fast without
// that (measured on vercel/ai: 390 → 270 MB).
setFlagsFromString('--semi-space-growth-factor=1');
// What runs for seconds does not earn back what V8's optimiser spends on it: code is optimised
// later (measured on vercel/ai: 5.7 → 4.6 s of processor time with Node 20, 6.2 → 5.5 s with 24).
// A version that does not know a flag complains of it, so each has its own.
const WAITING: Readonly<Record<string, string>> = {
  '20': '--interrupt-budget=600000',
  '24': '--invocation-count-for-turbofan=100000',
};
const waiting = WAITING[process.versions.node.split('.')[0]];
if (waiting !== undefined) setFlagsFromString(waiting);
// A pipe that closes early (`airlock check | head`) ends the output, not the program with a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(
    error.code === 'EPIPE'
      ? OK
      : complain(
          `standard output cannot be written (${error.code ?? 'unknown reason'}); the result is incomplete.`,
        ),
  ),
);
// There is no place left to say that standard error cannot be written.
process.stderr.on('error', () => undefined);
void runCommand(process.argv.slice(2)).then((code) => void (process.exitCode = code));
