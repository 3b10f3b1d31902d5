/** Uses Ink to turn components into rows of text. */
import { EventEmitter } from 'node:events';
import { type Instance, render } from 'ink';
import type { ReactElement } from 'react';
import { LiveRows } from './live-rows.js';
import type { Row } from './rows.js';

/** The parts of an output stream that Ink uses: a size, and a place for the last frame. */
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
      // Ink uses the remaining parts of a stream only if it manages the screen.
      stdout: this.#buffer as unknown as NodeJS.WriteStream,
      stdin,
      // Makes Ink write every frame whole, immediately and without erasing the last one; the
      // screen does that.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
  }

  /** Returns the lines that show `rows` on a screen of this width, with colours. */
  lines(rows: readonly Row[], columns: number): readonly string[] {
    if (rows.length === 0) return [];
    return this.element(<LiveRows rows={rows} />, columns);
  }

  /** Returns the lines of a component on a screen of this width. */
  element(element: ReactElement, columns: number): readonly string[] {
    this.#buffer.columns = columns;
    this.#ink.rerender(element);
    return this.#buffer.frame.split('\n');
  }

  unmount(): void {
    this.#ink.unmount();
  }
}
