/** Opens the sandbox that the command line names and runs the task in it. */
import { fileURLToPath } from 'node:url';
import { systemClock } from '../lib/clock.js';
import { captureFilesIn } from '../sandbox/capture-files.js';
import { Sandbox } from '../sandbox/sandbox.js';
import { StateError } from '../sandbox/saved-state.js';
import { chooseStateFile, readSeed } from '../sandbox/seed.js';
import { openStateFile } from '../sandbox/state-file.js';
import { type CheckTask, EXIT_USAGE, type ScriptTask, type ShellTask } from './arguments.js';
import { sourceOf, tutorialScripts, UnreadableScript } from './scripts.js';

/** The exit status if the saved state cannot be used. */
const EXIT_STATE = 1;

/**
 * Runs the task and returns the exit status.
 *
 * @param packageFolder the folder of the program's package
 */
export async function runTask(task: ShellTask | CheckTask, packageFolder: URL): Promise<number> {
  try {
    switch (task.kind) {
      case 'terminal':
        return await inSandbox(task, packageFolder, async (sandbox, cwd) => {
          const { openTerminal } = await import('./run-terminal.js');
          return openTerminal({ sandbox, cwd, packageFolder, plain: task.plain });
        });
      case 'host':
        return await inSandbox(task, packageFolder, async (sandbox) => {
          const { runHostShell } = await import('../host-shell/host-shell.js');
          const client = fileURLToPath(new URL('dist/client.cjs', packageFolder));
          return runHostShell({ sandbox, command: task.args, client });
        });
      case 'check': {
        const { runCheck } = await import('./run-check.js');
        const seed = readSeed(fileURLToPath(new URL('sandbox.json', packageFolder)));
        return await runCheck(task, {
          ...{ cwd: currentFolder(), bundled: tutorialScripts(packageFolder), seed },
        });
      }
      case 'script':
        return await runTaskScript(task, packageFolder);
    }
  } catch (error) {
    if (!(error instanceof StateError || error instanceof UnreadableScript)) throw error;
    process.stderr.write(`ovn-sandbox-ts: ${error.message}\n`);
    return error instanceof StateError ? EXIT_STATE : EXIT_USAGE;
  }
}

async function runTaskScript(task: ScriptTask, packageFolder: URL): Promise<number> {
  const bundled = tutorialScripts(packageFolder);
  const source = await sourceOf(task, bundled);
  return inSandbox(task, packageFolder, async (sandbox, cwd) => {
    const { runScript } = await import('./run-script.js');
    const script = { file: task.from === 'file' ? task.source : undefined };
    return runScript(source, task.from !== 'stdin', {
      sandbox,
      cwd,
      bundled,
      args: task.args,
      script,
      strict: task.strict,
    });
  });
}

/** @throws StateError if the sandbox cannot be opened, or cannot be saved at the end */
async function inSandbox(
  { state }: ShellTask,
  packageFolder: URL,
  run: (sandbox: Sandbox, cwd: string) => Promise<number>,
): Promise<number> {
  const cwd = currentFolder();
  const seedFile = fileURLToPath(new URL('sandbox.json', packageFolder));
  const seed = readSeed(seedFile);
  const sandbox = Sandbox.open({
    clock: systemClock,
    store: state === ':memory:' ? undefined : openStateFile(chooseStateFile(state, seedFile)),
    seed,
    captureFiles: captureFilesIn(cwd),
  });
  try {
    return await run(sandbox, cwd);
  } finally {
    sandbox.close();
  }
}

/** @throws StateError if the current folder was deleted */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new StateError('the current folder was deleted; change to another one first');
  }
}
