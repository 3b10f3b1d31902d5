/**
 * Preloaded into a process, kills it at its nth modification of a file: `KILL_AT=n`. An even n cuts
 * a write in half. The time between two saves is measured in reads of the clock, so equal runs save
 * and end at the same command.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const killAt = Number(process.env['KILL_AT']);
let count = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

for (const name of ['openSync', 'fsyncSync', 'renameSync', 'linkSync', 'rmSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (name === 'openSync' && !/[wa+]/.test(String(args[1]))) return original(...args);
    if (++count === killAt) die();
    return original(...args);
  };
}

const { writeSync } = fs;
fs.writeSync = (fd, data, ...rest) => {
  if (++count !== killAt) return writeSync(fd, data, ...rest);
  if (killAt % 2 === 0) writeSync(fd, data.subarray(0, data.length / 2));
  return die();
};

let ticks = 0;
if (process.env['COUNTED_TIME']) performance.now = () => 10 * ticks++;

syncBuiltinESMExports();
