import { Command, CommanderError, Option } from 'commander';
import { severities } from '../rules/rule';
import { check } from './commands/check';
import { checklist } from './commands/checklist';
import { explain } from './commands/explain';
import { fix } from './commands/fix';
import { init } from './commands/init';
import { formatNames } from './formats/registry';
import { WriteError } from '../host/writeError';
import { maskKeys } from '../rules/mask';
import { tell } from './tell';
import { standardInput } from './standardInput';
import { UsageError } from './usageError';
import { version } from '../../package.json';

/** Exit codes: nothing wrong, findings that count as errors, wrong usage. */
export const OK = 0;
const FINDINGS = 1;
const USAGE = 2;

/**
 * Says on standard error what is wrong, on one line whatever names and settings are quoted in it.
 */
export function complain(sentence: string): number {
  tell(`airlock: ${maskKeys(sentence)}`);
  return USAGE;
}

/**
 * Runs one command of the command line in this process.
 *
 * @param argv What stands behind the name of the program.
 * @returns The code to exit with. What the command prints goes to the streams of the process.
 * @throws What is a defect of ours; wrong usage and what the system refuses become a sentence and a
 * code.
 */
export async function runCommand(argv: readonly string[]): Promise<number> {
  let code = OK;
  const program = new Command('airlock')
    .description('Finds, explains and fixes the documented mistakes in code that calls OpenAI.')
    .version(version)
    .exitOverride()
    .configureOutput({
      outputError: (text) =>
        void complain(
          text
            .trim()
            .replace(/^error: /, '')
            .replace(/\s*\n\s*/g, ' '),
        ),
    });
  addCheck(program, (result) => (code = result));
  addFix(program);
  addOthers(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : USAGE;
    if (error instanceof UsageError || error instanceof WriteError) return complain(error.message);
    // What the system refuses is no defect of ours: one line, as for wrong usage.
    if (error instanceof Error && 'syscall' in error) return complain(error.message);
    throw error;
  }
}

/** What of an option that may be given several times was given so far. */
const collect = (value: string, all: string[]) => [...all, value];

/** @param end Is told the code to exit with. */
function addCheck(program: Command, end: (code: number) => void): void {
  program
    .command('check')
    .description(
      'Report the mistakes in the given files and folders (default: the working directory).',
    )
    .argument('[path...]')
    .addOption(
      new Option('--format <format>', 'output format').choices(formatNames).default(formatNames[0]),
    )
    .option('--output <file>', 'write the results to a file instead of standard output')
    .option(
      '--report <format=file>',
      'also write them in another format, such as sarif=airlock.sarif (may be given several times)',
      collect,
      [],
    )
    .addOption(
      new Option('--severity <severity>', 'show findings of this severity and above')
        .choices([...severities])
        .default('information'),
    )
    .option('--rule <id>', 'report only this rule (may be given several times)', collect, [])
    .option('--max-warnings <n>', 'fail when there are more warnings')
    .option('--baseline <file>', 'leave out the findings that this file holds')
    .addOption(
      new Option('--write-baseline <file>', 'write the findings of today as known').conflicts(
        'baseline',
      ),
    )
    .addOption(
      new Option(
        '--since <ref>',
        'report only files that have changed since a commit; the whole workspace is known',
      ).conflicts('writeBaseline'),
    )
    .addOption(
      new Option(
        '--stdin-filename <file>',
        'check standard input in the place of this file, with the project around it',
      ).conflicts(['since', 'writeBaseline']),
    )
    .option('--config <file>', 'configuration to use instead of airlock.config.json')
    .option('--no-color', 'no colour')
    .option('--quiet', 'errors only')
    .option('--exit-zero', 'exit with 0 also when there are findings')
    .option('--stats', 'list every request that was recognised')
    .action(async (paths: string[], options) => {
      const named = Boolean(options.stdinFilename);
      const found = check(paths, named ? { ...options, stdin: await standardInput() } : options);
      end(found && !options.exitZero ? FINDINGS : OK);
    });
}

function addFix(program: Command): void {
  program
    .command('fix')
    .description('Apply the safe fixes; others only when named with --fix.')
    .argument('[path...]')
    .option(
      '--rule <id>',
      'fix only findings of this rule (may be given several times)',
      collect,
      [],
    )
    .option(
      '--fix <id>',
      'apply this fix, also when it is not marked safe (may be given several times)',
      collect,
      [],
    )
    .option('--dry-run', 'print what would change as a unified diff and change nothing')
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(['pretty', 'json', 'diff'])
        .default('pretty'),
    )
    .option('--config <file>', 'configuration to use instead of airlock.config.json')
    .option('--no-color', 'no colour')
    .action((paths: string[], options) => fix(paths, options));
}

function addOthers(program: Command): void {
  program
    .command('checklist')
    .description('Show the security checklist of a folder.')
    .argument('[path]', 'folder', '.')
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(['pretty', 'json', 'markdown'])
        .default('pretty'),
    )
    .option('--no-color', 'no colour')
    .action((path: string, options) => checklist(path, options));
  program
    .command('explain')
    .description('Show the lesson of a rule.')
    .argument('<rule>')
    .action((rule: string) => explain(rule));
  program
    .command('init')
    .description('Write airlock.config.json into the working directory.')
    .action(() => init());
  program
    .command('lsp')
    .description('Run the language server.')
    .requiredOption('--stdio', 'talk over standard input and output')
    .action(async () => {
      const { startServer } = await import('../server/node');
      startServer();
      await new Promise(() => undefined); // the connection ends the process
    });
  program
    .command('mcp')
    .description('Give agents the check, the lessons and the fixes (Model Context Protocol).')
    .argument('[folder]', 'the folder that may be looked at', '.')
    .action(async (folder: string) => {
      const { isFolder, startMcp } = await import('../mcp/server');
      if (!isFolder(folder))
        throw new UsageError(`${folder} is no folder; give one that exists and can be read.`);
      await startMcp(folder);
    });
}
