/** Runs a utility in a shell: connects its streams, its files and the commands it starts. */
import { rawLength } from '../../../lib/raw-text.js';
import { Files } from '../../../utilities/files.js';
import {
  runUtility,
  type TextSource,
  type Utility,
  type Write,
} from '../../../utilities/utility.js';
import { runToEnd } from '../process/subshell.js';
import { Descriptors, Input, NOWHERE } from '../state/io.js';
import type { Shell } from '../state/shell.js';
import { Interrupted } from '../state/unwind.js';

/** Characters that a utility writes to a pipe before it waits for the reader. */
const CHUNK = 65_536;

/** Starts a command for a utility, such as one that `xargs` builds. */
type Start = (shell: Shell, words: readonly string[]) => Promise<number>;

/** Runs a utility of `src/utilities` and returns its status. */
export function runOwnUtility(
  shell: Shell,
  utility: Utility,
  name: string,
  args: readonly string[],
  start: Start,
): Promise<number> {
  const { host, job, cwd, io } = shell;
  const write = (descriptor: number) => async (text: string) => {
    if (job.signal.aborted) throw new Interrupted();
    for (let at = 0; at < text.length; at += CHUNK) {
      shell.write(descriptor, text.slice(at, at + CHUNK));
      if (shell.pipe?.isFull) await shell.pipe.room();
    }
  };
  return runUtility(utility, {
    name,
    args,
    cwd,
    environment: shell.vars.environment(),
    signal: job.signal,
    files: new Files(host.fs, cwd),
    stdin: sourceOf(io.input()),
    stdout: write(1),
    stderr: write(2),
    page: io.output(1)?.page,
    now: () => Date.now(),
    async start(words, { stdin: source, stdout, environment } = {}) {
      const child = shell.spawn(shell.name, [], environment);
      const stdin = source ? await inputOf(source) : io.input();
      child.io = Descriptors.standard(
        stdin ?? new Input(''),
        stdout ? { write: writerOf(stdout) } : (io.output(1) ?? NOWHERE),
        io.output(2) ?? NOWHERE,
      );
      return runToEnd(child, () => start(child, words));
    },
  });
}

/** Reads the rest of an input; only a file can be read again. */
const sourceOf = (input: Input | undefined): TextSource => ({
  async read() {
    if (!input || (input.isEmpty && !(await input.more()))) return undefined;
    return input.take() || undefined;
  },
  isKeyboard: input?.isKeyboard,
  ...(input?.isFile && {
    stat: { isFile: true, isDirectory: false, size: rawLength(input.peek()) },
    putBack: (text: string) => input.putBack(text),
  }),
});

async function inputOf({ read }: TextSource): Promise<Input> {
  const pieces: string[] = [];
  for (let piece = await read(); piece !== undefined; piece = await read()) pieces.push(piece);
  return new Input(pieces.join(''));
}

/** A command writes without waiting; text that the pipe later refuses is lost. */
const writerOf = (write: Write) => (text: string) => {
  write(text)?.catch(() => {});
};
