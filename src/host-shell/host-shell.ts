/** Runs a command on the user's machine with the sandbox's programs on its PATH. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { isSystemError } from '../lib/system-error.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { CallServer, callablePrograms } from './call-server.js';
import { createWorkspace, removeAbandoned } from './workspace.js';

const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;
const SIGNALLED = 128;

/** Signals that the terminal sends to the command as well, which decides how to react. */
const LEFT_TO_COMMAND = ['SIGINT', 'SIGQUIT'] as const;

/** Signals that end the shell. An interactive shell ignores the first. */
const DEADLY = ['SIGTERM', 'SIGHUP'] as const;

export interface HostShellOptions {
  readonly sandbox: Sandbox;
  /** The command and its arguments. Default: the user's shell. */
  readonly command: readonly string[];
  /** The script that the programs on the PATH run. */
  readonly client: string;
}

/** Runs the command to its end and returns its exit status. */
export async function runHostShell(options: HostShellOptions): Promise<number> {
  const { sandbox, command, client } = options;
  if (process.platform === 'win32') {
    process.stderr.write('ovn-sandbox-ts: shell needs a system with Unix sockets\n');
    return NOT_EXECUTABLE;
  }
  await removeAbandoned();
  const programs = callablePrograms(sandbox);
  const workspace = createWorkspace(programs, client);
  process.once('exit', workspace.remove);
  const server = new CallServer(sandbox);
  try {
    await server.listen(workspace.socket);
    if (command.length === 0 && process.stdin.isTTY && process.stdout.isTTY) {
      process.stdout.write(
        `On your PATH: ${programs.join(', ')}.\nThey use this sandbox; exit leaves it.\n`,
      );
    }
    return await runCommand(command, workspace.bin);
  } finally {
    await server.close();
    workspace.remove();
    process.off('exit', workspace.remove);
  }
}

function runCommand(command: readonly string[], bin: string): Promise<number> {
  const [file = process.env['SHELL'] || '/bin/sh', ...args] = command;
  const path = [bin, process.env['PATH']].filter(Boolean).join(delimiter);
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of LEFT_TO_COMMAND) process.on(signal, () => undefined);
  let asked = 0;
  for (const signal of DEADLY) {
    process.on(signal, () => {
      if (asked++ > 0) process.exit(SIGNALLED + constants.signals[signal]);
      for (const each of DEADLY) child.kill(each);
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      const missing = isSystemError(error, 'ENOENT');
      const reason = missing ? 'command not found' : `cannot be run: ${error.message}`;
      process.stderr.write(`ovn-sandbox-ts: ${file}: ${reason}\n`);
      resolve(missing ? NOT_FOUND : NOT_EXECUTABLE);
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? SIGNALLED + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}
