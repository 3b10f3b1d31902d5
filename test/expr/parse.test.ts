/** Tests the parser of expressions and its messages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExprError } from '../../src/expr/error.js';
import { formatExpr } from '../../src/expr/format.js';
import { parseExpr } from '../../src/expr/parse.js';
import { SYMBOLS } from '../../src/releases/2015/symbols.js';

/** Returns the parsed expression, or the error message. */
const parse = (text: string): string => {
  try {
    return formatExpr(parseExpr(text, SYMBOLS));
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return error.message;
  }
};

describe('understands', () => {
  it.each([
    ['0', '0'],
    ['!1', '0'],
    ['((ip))', 'ip'],
    ['ip == 1', 'ip'],
    ['ct.est', 'ct.est'],
    ['!ct.est', '!ct.est'],
    ['ct.est == 0', '!ct.est'],
    ['ct_state[3..6] == 5', 'ct_state[3..6] == 0x5'],
    ['eth.src == 0a:00:00:00:00:01', 'eth.src == 0xa0000000001'],
    ['eth.src == 0x5/0x5', 'eth.src == 0x5/0x5'],
    ['ip4.src == 10.0.0.0/8', 'ip4.src[24..31] == 0xa'],
    ['ip4.src == 0/0', 'ip4.src == 0/0'],
    ['ip6.label == 0xfffff', 'ip6.label == 0xfffff'],
    ['!ip4.src', 'ip4.src == 0'],
    ['!eth.type', 'eth.type == 0'],
    ['22 <= tcp.dst < 25', 'tcp.dst >= 0x16 && tcp.dst < 0x19'],
    ['25 > tcp.dst >= 22', 'tcp.dst < 0x19 && tcp.dst >= 0x16'],
    ['{80 443,} == tcp.dst', 'tcp.dst == 0x50 || tcp.dst == 0x1bb'],
    ['!(tcp.dst == {80, 443})', 'tcp.dst != 0x50 && tcp.dst != 0x1bb'],
    ['!(inport != {"a", "b"})', 'inport == "a" || inport == "b"'],
    [
      '!(udp.dst > 5 && (reg0[1] || !(ip4.src == 1.2.3.4)))',
      'udp.dst <= 0x5 || (!reg0[1] && ip4.src == 0x1020304)',
    ],
    ['1 && (reg0 == 1 && (reg1 == 2 || 0))', '1 && reg0 == 0x1 && (reg1 == 0x2 || 0)'],
    // Bits of the constant beyond those of the symbol are ignored.
    ['tcp.dst[0..3] == 0x25', 'tcp.dst[0..3] == 0x5'],
    ['tcp.dst[0..3] == 0x10/0x10', 'tcp.dst == 0/0'],
  ])('%s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('complains about', () => {
  const nominal = "may only be tested for equality (taking enclosing `!' operators into account).";
  it.each([
    ['', 'Syntax error at end of input expecting constant.'],
    ['!!ip', "Syntax error at `!' expecting constant."],
    ['ip4.src', "Explicit `!= 0' is required for inequality test of multibit field against 0."],
    ['reg5', "Syntax error at `reg5' expecting field name."],
    ['ip &&', 'Syntax error at end of input expecting constant.'],
    ['ip && tcp || udp', '&& and || must be parenthesized when used together.'],
    ['ip tcp', 'Extra tokens at end of input.'],
    ['(ip', "Syntax error at end of input expecting `)'."],
    ['{1}', 'Syntax error at end of input expecting relational operator.'],
    ['5 == 5', "Syntax error at `5' expecting field name."],
    ['tcp.dst == "x"', 'Integer field tcp.dst is not compatible with string constant.'],
    ['tcp.dst == {1, "x"}', 'Syntax error at `"x"\' expecting integer.'],
    ['inport == {"x", 1}', "Syntax error at `1' expecting string."],
    ['inport == {"x", ip}', "Syntax error at `ip' expecting constant."],
    ['inport', 'String field inport is not compatible with integer constant.'],
    ['tcp.dst == 65536', '17-bit constant is not compatible with 16-bit field tcp.dst.'],
    ['tcp.dst[5..4] == 1', 'Invalid bit range 5 to 4.'],
    ['tcp.dst[1..16] == 1', 'Cannot select bits 1 to 16 of 16-bit field tcp.dst.'],
    ['tcp.dst[0x1] == 1', "Syntax error at `0x1' expecting small integer."],
    ['tcp.dst[2147483648] == 1', "Syntax error at `2147483648' expecting small integer."],
    ['tcp.dst[1', "Syntax error at end of input expecting `]'."],
    ['ip.proto[1] == 1', 'Cannot select subfield of nominal field ip.proto.'],
    ['inport[1] == 1', 'Cannot select subfield of string field inport.'],
    ['ip.ttl < 5', 'Only == and != operators may be used with nominal field ip.ttl.'],
    ['ct.trk >= 1', 'Only == and != operators may be used with Boolean field ct.trk.'],
    ['tcp.dst < {1}', 'Only == and != operators may be used with value sets.'],
    ['ip.ttl != 5', `Nominal field ip.ttl ${nominal}`],
    ['!(inport == "x")', `Nominal field inport ${nominal}`],
    [
      '!ip',
      "Nominal predicate ip may only be tested positively, e.g. `ip' or `ip == 1' but not `!ip' or `ip == 0'.",
    ],
    ['!tcp.dst == 5', 'Missing parentheses around operand of !.'],
    [
      '1 < tcp.dst > 5',
      "Range expressions must have the form `x < field < y' or `x > field > y', with each `<' optionally replaced by `<=' or `>' by `>=').",
    ],
    [
      'eth.src > 0x1/0x3',
      'Only == and != operators may be used with masked constants.  Consider using subfields instead (e.g. eth.src[0..15] > 0x1111 in place of eth.src > 00:00:00:00:11:11/00:00:00:00:ff:ff).',
    ],
    // If the lexer fails, its error takes precedence.
    ['ip.ttl != 5 ?', "Invalid character `?' in input."],
    ['ip ?', 'Extra tokens at end of input.'],
    ['xyz == é', "Syntax error at `xyz' expecting field name."],
    ['tcp.dst == é', 'Invalid byte 0x-61 in input.'],
    ['inport == "é" "ü"', 'Extra tokens at end of input.'],
    ['"é" ip', "Syntax error at `ip' expecting relational operator."],
    [`${'('.repeat(501)}ip${')'.repeat(501)}`, 'Parentheses nested too deeply.'],
  ])('%s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

it('a thousand operands are as good as two', () => {
  const text = Array.from({ length: 1000 }, (_, i) => `tcp.dst == 0x${(i + 1).toString(16)}`);
  expect(parse(text.join(' || '))).toBe(text.join(' || '));
});

it('500 levels of parentheses are fine', () => {
  const levels = 500;
  const text = `${'(0 || (1 && '.repeat(levels / 2)}ip${'))'.repeat(levels / 2)}`;
  expect(parse(text).length).toBeGreaterThan(levels);
});

it('any text is an expression or has a mistake', () => {
  const word = fc.constantFrom(
    ...['ip4', 'tcp.dst', 'inport', 'ct.new', '"a"', '80', '0/0', '10.0.0.0/8', '::1'],
    ...['==', '!=', '<', '&&', '||', '!', '(', ')', '{', '}', '[', ']', '..', ',', '?', '/*', '"'],
  );
  const text = fc
    .array(fc.oneof(word, fc.string()), { maxLength: 12 })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(text, (text) => {
      expect(parse(text)).toBeTypeOf('string');
    }),
    { numRuns: 500 },
  );
});
