/** What the terminal says on its own behalf, on every kind of terminal. */

export const HOW_TO_LEAVE = 'To leave, type exit or press Control-D.';

/** The width to assume if the terminal does not report it. */
export const USUAL_COLUMNS = 80;
