/** Runs lists and pipelines. */
import type { Command, Pipeline, Statement, Statements } from '../language/ast.js';
import { runInSubshell, runToEnd } from '../process/subshell.js';
import { runErrorTrap } from '../process/traps.js';
import { Pipe } from '../state/pipe.js';
import type { Shell } from '../state/shell.js';
import { Exit, Unwind } from '../state/unwind.js';
import { runCommand } from './commands.js';

/** Runs statements one after the other and returns the status of the last. */
export async function runStatements(shell: Shell, statements: Statements): Promise<number> {
  let status = 0;
  for (const statement of statements) status = await runStatement(shell, statement);
  return status;
}

async function runStatement(shell: Shell, statement: Statement): Promise<number> {
  if (shell.options.has('noexec') && !shell.interactive) return 0;
  return statement.background ? runInBackground(shell, statement) : runList(shell, statement);
}

/** There are no jobs: a command in the background runs at once, in a subshell. */
async function runInBackground(shell: Shell, statement: Statement): Promise<number> {
  const status = await runInSubshell(shell, [{ ...statement, background: false }]);
  const id = (shell.background?.id ?? 100) + 1;
  shell.background = { id, status };
  shell.status = 0;
  return 0;
}

/** Runs pipelines with `&&` and `||` between them. */
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

/** Handles a failure that no condition tests. */
async function failed(shell: Shell, pipeline: Pipeline, status: number): Promise<void> {
  if (shell.lenient > 0 || pipeline.negated || !endsShell(pipeline)) return;
  await runErrorTrap(shell);
  if (shell.options.has('errexit')) throw new Exit(status);
}

/** If a compound command fails, the failure of the command in it has already been handled. */
function endsShell({ commands: [command, ...piped] }: Pipeline): boolean {
  if (piped.length > 0) return true;
  switch (command?.type) {
    case 'simple':
    case 'subshell':
    case 'arithmetic':
    case 'conditional':
      return true;
    default:
      return false;
  }
}

async function runPipeline(shell: Shell, pipeline: Pipeline): Promise<number> {
  const { commands, negated } = pipeline;
  const start = performance.now();
  const [only, ...others] = commands;
  if (!only) return Number(negated);
  if (negated) shell.lenient += 1;
  let status: number;
  try {
    status = others.length === 0 ? await runCommand(shell, only) : await runStages(shell, pipeline);
  } finally {
    if (negated) shell.lenient -= 1;
  }
  if (others.length === 0 && only.type === 'simple') shell.pipeStatus = [status];
  if (pipeline.timed !== 'no') shell.write(2, timing(shell, performance.now() - start, pipeline));
  return negated ? Number(status === 0) : status;
}

/**
 * Runs the commands of a pipeline concurrently, each in a subshell. The output of the last one
 * appears immediately.
 */
async function runStages(shell: Shell, { commands, pipesErrors }: Pipeline): Promise<number> {
  const { job } = shell;
  const statuses: number[] = commands.map(() => 0);
  let left = commands.length;
  let fault: { readonly error: unknown } | undefined;
  let input: Pipe | undefined;
  const stages = commands.map((command, i) => {
    const last = i === commands.length - 1;
    const stage = last && shell.options.has('lastpipe') ? shell : shell.fork();
    const from = input;
    const to = last ? undefined : new Pipe(job);
    input = to;
    const { io, pipe } = stage;
    return job.start(async () => {
      if (from) stage.io = stage.io.with(0, { kind: 'input', input: from });
      if (to) {
        stage.io = stage.io.with(1, { kind: 'output', output: to });
        if (pipesErrors[i]) stage.io = stage.io.with(2, { kind: 'output', output: to });
        stage.pipe = to;
      }
      try {
        statuses[i] = await runStage(stage, shell, command);
      } catch (error) {
        fault ??= { error };
        // If the last command runs in this shell, its control flow does not end the others.
        if (!(error instanceof Unwind)) job.failed(error);
      } finally {
        stage.io = io;
        stage.pipe = pipe;
        from?.abandon();
        to?.end();
        left -= 1;
      }
    });
  });
  await job.settled(() => left === 0);
  await Promise.all(stages);
  if (fault) throw fault.error;
  shell.pipeStatus = statuses;
  const failures = statuses.filter((status) => status !== 0);
  return (shell.options.has('pipefail') ? failures.at(-1) : statuses.at(-1)) ?? 0;
}

const runStage = (stage: Shell, parent: Shell, command: Command): Promise<number> =>
  stage === parent ? runCommand(stage, command) : runToEnd(stage, () => runCommand(stage, command));

/** Returns the report of `time`, in the form that `TIMEFORMAT` gives. */
function timing(shell: Shell, milliseconds: number, { timed }: Pipeline): string {
  const seconds = milliseconds / 1000;
  if (timed === 'posix') return `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`;
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
