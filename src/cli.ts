#!/usr/bin/env node
/** The entry point: reads the arguments, and loads no more than they ask for. */
import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { EXIT_USAGE, parseArguments, USAGE } from './cli/arguments.js';

/** The exit status of a fault of ours. */
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
    case 'error':
      process.stderr.write(`ovn-sandbox-ts: ${task.message}\nTry ovn-sandbox-ts --help.\n`);
      return EXIT_USAGE;
    default:
      return (await import('./cli/run.js')).runTask(task, PACKAGE);
  }
}

// From 22.1 on, Node.js can keep what it compiled, and starts quicker the next time.
if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache();
}
try {
  process.exitCode = await main();
  // A terminal or a timer must not keep a finished program.
  process.stdout.write('', () => process.exit());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`ovn-sandbox-ts: ${message}\n`);
  process.exitCode = EXIT_FAULT;
}
