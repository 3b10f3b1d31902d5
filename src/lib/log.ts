/** Defines the log messages of the background programs. */

/** The levels of the reference's log, most severe first. */
export type LogLevel = 'EMER' | 'ERR' | 'WARN' | 'INFO' | 'DBG';

/** A message of a background program. */
export interface LogRecord {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** The program that logged it, for example `ovn-controller`. */
  readonly program: string;
  /** The module of the program, for example `lflow`. */
  readonly module: string;
  readonly level: LogLevel;
  readonly message: string;
}

/** The function through which background programs log; the real ones write to log files. */
export type LogSink = (record: Omit<LogRecord, 'time'>) => void;
