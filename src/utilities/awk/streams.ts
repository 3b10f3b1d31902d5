/** The files and commands that an awk program reads and writes. */
import { type Input, Inputs, Output, textInput } from '../input.js';
import { type UtilityCall, UtilityError } from '../utility.js';

/** Something that `print` writes to. */
interface Target {
  add(text: string): void;
  /** Writes the buffered text once there is enough of it. */
  drain(): Promise<void>;
  flush(): Promise<void>;
  /** Returns the exit status. */
  close(): Promise<number>;
}

export class Streams {
  readonly stdout: Output;
  readonly #inputs: Inputs;
  readonly #targets = new Map<string, Target>();
  readonly #readers = new Map<string, Input>();

  constructor(private readonly call: UtilityCall) {
    this.stdout = new Output(call.stdout);
    this.#inputs = new Inputs(call);
  }

  open(path: string): Promise<Input> {
    return this.#inputs.open(path);
  }

  /** Returns the target of `print` with a redirection. */
  async target(operator: '>' | '>>' | '|', name: string): Promise<Target> {
    const known = this.#targets.get(name);
    if (known) return known;
    const target = await this.#openTarget(operator, name);
    this.#targets.set(name, target);
    return target;
  }

  async #openTarget(operator: string, name: string): Promise<Target> {
    const { call } = this;
    if (operator === '|') return this.#command(name);
    if (name === '/dev/stdout' || name === '-') {
      return toOutput(this.stdout);
    }
    if (name === '/dev/stderr') return toOutput(new Output(call.stderr, 1));
    if (name === '/dev/null') return toOutput(new Output(() => {}));
    try {
      await (operator === '>' ? call.files.write(name, '') : call.files.append(name, ''));
    } catch (error) {
      if (!(error instanceof UtilityError)) throw error;
      throw new UtilityError(
        `cannot open "${name}" for output (${error.message.replace(/^.*: /s, '')})`,
        2,
      );
    }
    return toOutput(new Output((text) => call.files.append(name, text)));
  }

  /** Collects the input of a command, which runs when it is closed. */
  #command(command: string): Target {
    const pieces: string[] = [];
    return {
      add: (text) => void pieces.push(text),
      drain: async () => {},
      flush: async () => {},
      close: () =>
        this.call.start(['sh', '-c', command], {
          stdin: { read: async () => pieces.splice(0).join('') || undefined },
        }),
    };
  }

  /** Returns the source of `getline`, or `undefined` if the file cannot be opened. */
  async reader(from: 'file' | 'command', name: string): Promise<Input | undefined> {
    const known = this.#readers.get(name);
    if (known) return known;
    let input: Input;
    if (from === 'command') {
      await this.flush();
      const pieces: string[] = [];
      await this.call.start(['sh', '-c', name], { stdout: (text) => void pieces.push(text) });
      input = textInput(pieces.join(''));
    } else {
      try {
        // The file must contain what the program itself has written to it.
        await this.#targets.get(name)?.flush();
        input = await this.open(name);
      } catch (error) {
        if (error instanceof UtilityError) return undefined;
        throw error;
      }
    }
    this.#readers.set(name, input);
    return input;
  }

  /** Replaces the source that is read under a name. */
  replaceReader(name: string, rest: Input): void {
    this.#readers.set(name, rest);
  }

  /** Closes a file or command; returns its exit status, or -1 if it is not open. */
  async close(name: string): Promise<number> {
    const target = this.#targets.get(name);
    const isOpen = this.#readers.delete(name);
    this.#targets.delete(name);
    if (!target) return isOpen ? 0 : -1;
    await target.flush();
    return target.close();
  }

  async flush(): Promise<void> {
    for (const target of this.#targets.values()) await target.flush();
    await this.stdout.flush();
  }

  async system(command: string): Promise<number> {
    await this.flush();
    return this.call.start(['sh', '-c', command]);
  }

  /** Closes everything; the output of commands precedes the rest of standard output. */
  async end(): Promise<void> {
    for (const name of [...this.#targets.keys()]) await this.close(name);
    await this.stdout.flush();
  }
}

const toOutput = (output: Output): Target => ({
  add: (text) => output.add(text),
  drain: () => output.drain(),
  flush: () => output.flush(),
  close: async () => 0,
});
