/**
 * Opens the interactive shell. Modules that the first prompt does not need load after it is shown.
 */
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Remark } from '../shell/remark.js';
import { runTerminal } from '../ui/terminal.js';
import type { Contents } from '../ui/welcome.js';
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
  const remarks: Remark[] = [];
  return runTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    contents: contentsOf(sandbox),
    prompt: 'ovn-sandbox$ ',
    plain,
    async openSession(history) {
      const { openSession } = await import('../shell/session.js');
      return openSession({
        sandbox,
        cwd,
        history,
        bundled: tutorialScripts(packageFolder),
        onRemark: (remark) => remarks.push(remark),
      });
    },
    remarks: () => remarks.splice(0),
  });
}

function contentsOf(sandbox: Sandbox): Contents {
  const { nb } = sandbox.context();
  const pair = pingable(sandbox);
  return {
    switches: nb.count('Logical_Switch'),
    routers: nb.count('Logical_Router'),
    ports: nb.count('Logical_Port'),
    acls: nb.count('ACL'),
    pair,
    lesson: sandbox.lessons.current,
  };
}

/** Returns the first two ports of a switch that belong to hosts. */
function pingable(sandbox: Sandbox): readonly [string, string] | undefined {
  const { nb } = sandbox.context();
  for (const { ports } of nb.rows('Logical_Switch')) {
    const [first, second] = [...ports]
      .map((uuid) => nb.get('Logical_Port', uuid))
      .flatMap((port) => (port?.type === '' && port.up === true ? [port.name] : []))
      .sort();
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return undefined;
}
