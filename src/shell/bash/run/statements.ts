/** Lists and pipelines. */
import type { Command, Pipeline, Statement } from '../language/ast.js';
import { Capture, Input } from '../state/io.js';
import type { Shell } from '../state/shell.js';
import { Exit } from '../state/unwind.js';
import { runCommand } from './commands.js';
import { runInSubshell, runToEnd } from './subshell.js';
import { runErrorTrap } from './traps.js';

/** Runs statements one after the other; gives the status of the last. */
export async function runStatements(
  shell: Shell,
  statements: readonly Statement[],
): Promise<number> {
  let status = 0;
  for (const statement of statements) status = await runStatement(shell, statement);
  return status;
}

async function runStatement(shell: Shell, statement: Statement): Promise<number> {
  if (statement.deferredError) {
    shell.complain(statement.deferredError.message);
    throw new Exit(2);
  }
  if (shell.options.has('noexec') && !shell.interactive) return 0;
  if (shell.options.has('verbose') && statement.sourceText !== undefined) {
    shell.write(2, `${statement.sourceText}\n`);
  }
  return statement.background ? runInBackground(shell, statement) : runList(shell, statement);
}

/** There are no jobs: what is sent to the background runs at once, in a subshell. */
async function runInBackground(shell: Shell, statement: Statement): Promise<number> {
  const status = await runInSubshell(shell, [{ ...statement, background: false }]);
  const id = (shell.background?.id ?? 100) + 1;
  shell.background = { id, status };
  shell.status = 0;
  return 0;
}

/** Pipelines with `&&` and `||` between them. */
async function runList(shell: Shell, { pipelines, operators }: Statement): Promise<number> {
  let status = 0;
  for (const [i, pipeline] of pipelines.entries()) {
    const operator = i === 0 ? ';' : operators[i - 1];
    if ((operator === '&&' && status !== 0) || (operator === '||' && status === 0)) continue;
    const last = i === pipelines.length - 1;
    if (!last) shell.lenient += 1;
    try {
      status = await runPipeline(shell, pipeline);
    } finally {
      if (!last) shell.lenient -= 1;
    }
    shell.status = status;
    if (last && status !== 0) await failed(shell, pipeline, status);
  }
  return status;
}

/** What an error leads to, where nobody looks at it. */
async function failed(shell: Shell, pipeline: Pipeline, status: number): Promise<void> {
  if (shell.lenient > 0 || pipeline.negated || !endsShell(pipeline)) return;
  await runErrorTrap(shell);
  if (shell.options.has('errexit')) throw new Exit(status);
}

/** Compound commands fail by a command in them, which has been looked at already. */
function endsShell({ commands: [command, ...piped] }: Pipeline): boolean {
  if (piped.length > 0) return true;
  switch (command?.type) {
    case 'SimpleCommand':
    case 'Subshell':
    case 'ArithmeticCommand':
    case 'ConditionalCommand':
      return true;
    default:
      return false;
  }
}

async function runPipeline(shell: Shell, pipeline: Pipeline): Promise<number> {
  const { commands, negated } = pipeline;
  const start = performance.now();
  const [only, ...others] = commands;
  if (!only) return 0;
  if (negated) shell.lenient += 1;
  let status: number;
  try {
    status = others.length === 0 ? await runCommand(shell, only) : await runStages(shell, pipeline);
  } finally {
    if (negated) shell.lenient -= 1;
  }
  if (others.length === 0 && only.type === 'SimpleCommand') shell.pipeStatus = [status];
  if (pipeline.timed) shell.write(2, timing(shell, performance.now() - start, pipeline));
  return negated ? Number(status === 0) : status;
}

/**
 * Stages run one after the other, each in a subshell with what the one before it
 * printed. Only the last one's output is seen, and that at once.
 */
async function runStages(shell: Shell, { commands, pipeStderr }: Pipeline): Promise<number> {
  const statuses: number[] = [];
  let piped: string | undefined;
  for (const [i, command] of commands.entries()) {
    const last = i === commands.length - 1;
    const stage = last && shell.options.has('lastpipe') ? shell : shell.fork();
    const { io } = stage;
    const capture = new Capture();
    if (piped !== undefined)
      stage.io = stage.io.with(0, { kind: 'input', input: new Input(piped) });
    if (!last) {
      const stream = { kind: 'output', output: capture } as const;
      stage.io = stage.io.with(1, stream);
      if (pipeStderr?.[i]) stage.io = stage.io.with(2, stream);
    }
    statuses.push(await runStage(stage, shell, command));
    stage.io = io;
    piped = capture.text;
  }
  shell.pipeStatus = statuses;
  const failures = statuses.filter((status) => status !== 0);
  return (shell.options.has('pipefail') ? failures.at(-1) : statuses.at(-1)) ?? 0;
}

const runStage = (stage: Shell, parent: Shell, command: Command): Promise<number> =>
  stage === parent ? runCommand(stage, command) : runToEnd(stage, () => runCommand(stage, command));

/** What `time` says, in the form that `TIMEFORMAT` asks for. */
function timing(shell: Shell, milliseconds: number, { timePosix = false }: Pipeline): string {
  const seconds = milliseconds / 1000;
  if (timePosix) return `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`;
  const format = shell.vars.find('TIMEFORMAT')?.value ?? '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS';
  if (format === '') return '';
  const text = format.replace(/%(\d?)(l?)([RUS])/g, (_, digits, long, what) => {
    const value = what === 'R' ? seconds : 0;
    const places = digits === '' ? 3 : Number(digits);
    const short = (value % 60).toFixed(places);
    return long ? `${Math.floor(value / 60)}m${short}s` : value.toFixed(places);
  });
  return `${text}\n`;
}
