/** The levels of the reference's log, most severe first. */
export type LogLevel = 'EMER' | 'ERR' | 'WARN' | 'INFO' | 'DBG';

/** One message of a program that runs in the background of a sandbox. */
export interface LogRecord {
  /** When, in milliseconds since the Unix epoch. */
  readonly time: number;
  /** The program that speaks, for instance `ovn-controller`. */
  readonly program: string;
  /** The module within it, for instance `lflow`. */
  readonly module: string;
  readonly level: LogLevel;
  readonly message: string;
}

/** Where a background program writes what its real counterpart puts in its log file. */
export type LogSink = (record: Omit<LogRecord, 'time'>) => void;
