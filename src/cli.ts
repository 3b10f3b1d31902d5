#!/usr/bin/env node
/** The entry point: parses the arguments and loads only the modules that the task needs. */
import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { EXIT_USAGE, parseArguments, USAGE } from './cli/arguments.js';

/** The exit status of an internal error. */
const EXIT_FAULT = 70;

const PACKAGE = new URL('../', import.meta.url);

function version(): string {
  const json: unknown = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8'));
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : '';
}

async function main(): Promise<number> {
  const task = parseArguments(process.argv.slice(2));
  switch (task.kind) {
    case 'help':
      process.stdout.write(USAGE);
      return 0;
    case 'version':
      process.stdout.write(`ovn-sandbox-ts ${version()}\n`);
      return 0;
    case 'completion':
      process.stdout.write((await import('./cli/completion.js')).completionScript(task.shell));
      return 0;
    case 'error':
      process.stderr.write(`ovn-sandbox-ts: ${task.message}\nTry ovn-sandbox-ts --help.\n`);
      return EXIT_USAGE;
    default:
      return (await import('./cli/run.js')).runTask(task, PACKAGE);
  }
}

// Node.js 22.1 and later can cache compiled code, which makes the next start faster.
if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache();
}
// Bundled packages use deprecated parts of Node.js; users cannot do anything about that.
process.noDeprecation = true;
try {
  process.exitCode = await main();
  // A terminal or a timer must not keep the process running.
  process.stdout.write('', () => process.exit());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`ovn-sandbox-ts: ${message}\n`);
  process.exitCode = EXIT_FAULT;
}
