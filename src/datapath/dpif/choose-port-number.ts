/** The numbers of ports within a datapath. */

/** The number that stands for no port. */
const NO_PORT = 0xffffffff;

/** Bridges are numbered from here on where their names have a number. */
const FIRST_BRIDGE = 100;

/**
 * The number that the dummy datapath gives the port `name` (`choose_port`): the
 * first number in its name, for a bridge with 100 added, if that is free, and else
 * the least one that is.
 */
export function choosePortNumber(name: string, inUse: (number: number) => boolean): number {
  const digits = /\d+/.exec(name);
  if (digits !== null) {
    const start = name.startsWith('br') ? FIRST_BRIDGE : 0;
    const number = Number(BigInt.asUintN(32, BigInt(digits[0]) + BigInt(start)));
    if (number > 0 && number !== NO_PORT && !inUse(number)) return number;
  }
  let number = 1;
  while (inUse(number)) number++;
  return number;
}
