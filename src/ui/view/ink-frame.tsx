/** Ink, as the part that makes rows of text from components. */
import { EventEmitter } from 'node:events';
import { type Instance, render } from 'ink';
import { LiveRows } from './live-rows.js';
import type { Row } from './rows.js';

/** What Ink needs of an output: a size, and a place for its last frame. */
class FrameBuffer extends EventEmitter {
  columns = 80;
  frame = '';

  write(frame: string): boolean {
    this.frame = frame;
    return true;
  }
}

export class InkFrame {
  readonly #buffer = new FrameBuffer();
  readonly #ink: Instance;

  constructor(stdin: NodeJS.ReadStream) {
    this.#ink = render(<LiveRows rows={[]} />, {
      // The rest of a stream's interface Ink uses only where the screen is its own.
      stdout: this.#buffer as unknown as NodeJS.WriteStream,
      stdin,
      // Every frame whole, at once, and without erasing: that is the screen's work.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
  }

  /** The lines of text, colours included, that show `rows` on a screen so wide. */
  lines(rows: readonly Row[], columns: number): readonly string[] {
    if (rows.length === 0) return [];
    this.#buffer.columns = columns;
    this.#ink.rerender(<LiveRows rows={rows} />);
    return this.#buffer.frame.split('\n');
  }

  unmount(): void {
    this.#ink.unmount();
  }
}
