/**
 * Opens the interactive shell. Modules that the first prompt does not need load after it is shown.
 */
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Remark } from '../shell/remark.js';
import { runTerminal } from '../ui/terminal.js';
import { welcomeTo } from '../ui/welcome.js';
import { tutorialScripts } from './scripts.js';

export interface TerminalTask {
  readonly sandbox: Sandbox;
  readonly cwd: string;
  /** The folder of the program's package. */
  readonly packageFolder: URL;
  /** True if the shell must not use colors or redraw. */
  readonly plain: boolean;
}

/** Runs the shell until the user leaves it, and returns the exit status. */
export function openTerminal(task: TerminalTask): Promise<number> {
  const { sandbox, cwd, packageFolder, plain } = task;
  const { nb } = sandbox.context({ read: () => undefined });
  const remarks: Remark[] = [];
  return runTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    welcome: welcomeTo({
      switches: nb.count('Logical_Switch'),
      ports: nb.count('Logical_Port'),
    }),
    prompt: 'ovn-sandbox$ ',
    plain,
    async openSession() {
      const { openSession } = await import('../shell/session.js');
      return openSession({
        sandbox,
        cwd,
        bundled: tutorialScripts(packageFolder),
        onRemark: (remark) => remarks.push(remark),
      });
    },
    remarks: () => remarks.splice(0),
  });
}
