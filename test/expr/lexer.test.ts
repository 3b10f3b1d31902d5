/** Tests the lexer of the logical language. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lexer } from '../../src/expr/lexer.js';
import { formatToken, PUNCTUATION, type Token } from '../../src/expr/token.js';

const tokensOf = (text: string): Token[] => {
  const lexer = new Lexer(text);
  const tokens: Token[] = [];
  for (let { token } = lexer; token.type !== 'end'; token = lexer.advance()) tokens.push(token);
  return tokens;
};

const lex = (text: string): string => tokensOf(text).map(formatToken).join(' ');

const error = (message: string): string => `error(${JSON.stringify(message)})`;

describe('splits text into tokens', () => {
  it.each([
    ['', ''],
    [' \t\r\n', ''],
    ['ip4.src==10.0.0.1', 'ip4.src == 10.0.0.1'],
    ['_x.9 .y', `_x.9 ${error("`.' is only valid as part of `..' or a number.")} y`],
    ['reg0[0..15]', 'reg0 [ 0 .. 15 ]'],
    ['a<->b--;c', 'a <-> b -- ; c'],
    ['1<2<=3>4>=5', '1 < 2 <= 3 > 4 >= 5'],
    ['!!=!', '! != !'],
    ['beef fade', 'beef fade'],
    ['beef:: fade', 'beef:: fade'],

    // Comments.
    ['a // b\nc', 'a c'],
    ['a/* * ** / */b', 'a b'],
    ['a /* b\nc', `a ${error("`/*' without matching `*/'.")} c`],
    ['a / b', `a ${error("`/' is only valid as part of `//' or `/*'.")} b`],

    // Strings.
    ['"a\\tb\\/\\u00e9\\ud83d\\ude00"', '"a\\tb/é😀"'],
    ['"ünï" x', '"ünï" x'],
    ['"a\nb"', '"a\\nb"'],
    ['"\\x"', error('bad escape \\x')],
    ['"\\u12"', error('quoted string ends within \\u escape')],
    ['"\\u12g4"', error('malformed \\u escape')],
    ['"\\u0000"', error('null bytes not supported in quoted strings')],
    ['"\\ud83d!"', error('malformed escaped surrogate pair')],
    ['"\\ud83d\\u0041"', error('second half of escaped surrogate pair is not trailing surrogate')],
    ['"abc\\', error('Input ends inside quoted string.')],
    ['"abc\\"', error('Input ends inside quoted string.')],

    // Numbers.
    ['0 00', `0 ${error('Decimal constants must not have leading zeros.')}`],
    ['18446744073709551616', error('Decimal constants must be less than 2**64.')],
    ['0xABC 0X0', '0xabc 0'],
    [`0x${'0'.repeat(9)}${'f'.repeat(256)}`, `0x${'f'.repeat(256)}`],
    [`0x1${'0'.repeat(256)}`, error('Hexadecimal constant requires more than 1024 bits.')],
    [`0x1${'0'.repeat(255)}g`, error('Invalid syntax in hexadecimal constant.')],
    ['12ab', error('Invalid numeric constant.')],
    ['1.2.3.04', error('Invalid numeric constant.')],
    ['::01.2.3.4', error('Invalid numeric constant.')],
    ['::1.2.3.4', '::1.2.3.4'],
    ['00:11:22:AA:bb:cc', '00:11:22:aa:bb:cc'],
    // Seventeen characters make an Ethernet address, whatever its parts.
    ['1:2:3:4:5:6789abc', '01:02:03:04:05:bc'],
    ['0x1:2:3:4:5:0x678', '01:02:03:04:05:78'],
    ['1:2:3:4:5:6', error('Invalid numeric constant.')],

    // Masks.
    ['10.0.0.0/8 10.0.0.0/255.0.0.0', '10.0.0.0/8 10.0.0.0/8'],
    ['0.0.0.0/0 10.0.0.1/255.0.0.1', '0.0.0.0/0 10.0.0.1/255.0.0.1'],
    ['fe80::/10 ::1/128', 'fe80::/10 ::1/128'],
    ['10.0.0.0/4294967304', '10.0.0.0/8'],
    ['0/0x1f 1/0x1f', `0/0x1f ${error('Value and mask have incompatible formats.')}`],
    ['8/12 0x8/0xc', '8/12 0x8/0xc'],
    ['1.2.3.4/24', error('Value contains unmasked 1-bits.')],
    ['8/ 9', `${error('Integer constant expected.')} 9`],

    // These are not tokens. Bytes outside of ASCII are shown as signed numbers.
    ['a ? b', `a ${error("Invalid character `?' in input.")} b`],
    ['\u0001', error('Invalid byte 0x1 in input.')],
    ['é', `${error('Invalid byte 0x-61 in input.')} ${error('Invalid byte 0x-87 in input.')}`],
    ['a\0b', 'a'],
  ])('%j', (text, expected) => {
    expect(lex(text)).toBe(expected);
  });
});

describe('a lexer', () => {
  it('knows how the current token was written', () => {
    const lexer = new Lexer('ip4 /* x */ 0X0a "é"');
    const texts = [lexer.tokenText];
    while (lexer.advance().type !== 'end') texts.push(lexer.tokenText);
    expect(texts).toEqual(['ip4', '0X0a', '"é"']);
  });

  it('looks ahead without moving', () => {
    const lexer = new Lexer('a = b');
    expect(lexer.lookahead()).toBe('=');
    expect(lexer.tokenText).toBe('a');
    expect(lexer.match('=')).toBe(false);
    expect(lexer.matchIdentifier('a')).toBe(true);
    expect(lexer.match('=')).toBe(true);
    expect(lexer.lookahead()).toBe('end');
  });
});

const integer = fc.oneof(
  fc.record({
    format: fc.constant('decimal' as const),
    value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  }),
  fc.record({
    format: fc.constant('hexadecimal' as const),
    value: fc.bigInt({ min: 1n, max: 2n ** 1024n - 1n }),
  }),
  fc.record({
    format: fc.constant('ipv4' as const),
    value: fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
  }),
  fc.record({
    format: fc.constant('ipv6' as const),
    value: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  }),
  fc.record({
    format: fc.constant('ethernet' as const),
    value: fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
  }),
);

const token: fc.Arbitrary<Token> = fc.oneof(
  fc.constantFrom(...PUNCTUATION).map((type): Token => ({ type })),
  fc
    .stringMatching(/^[A-Za-z_][A-Za-z0-9_.]*$/)
    .map((name): Token => ({ type: 'identifier', name })),
  fc.string({ unit: 'grapheme' }).map(
    (text): Token => ({
      type: 'string',
      text: text.replaceAll('\0', ''),
    }),
  ),
  integer.map((fields): Token => ({ type: 'integer', ...fields })),
  fc.tuple(integer, fc.bigInt({ min: 0n, max: 2n ** 32n - 1n })).map(
    ([{ format, value }, bits]): Token => ({
      type: 'masked-integer',
      format,
      value,
      mask: format === 'ipv4' ? value | bits : value,
    }),
  ),
);

describe('formatting', () => {
  it('is undone by the lexer', () => {
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        expect(tokensOf(tokens.map(formatToken).join(' '))).toEqual(tokens);
      }),
    );
  });
});
