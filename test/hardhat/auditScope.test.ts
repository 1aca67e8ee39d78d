import { expect } from 'chai';
import { describe, it } from 'mocha';
import { countSourceLines } from '../../scripts/lib/countSourceLines.ts';

describe('lines of code', () => {
  for (const [name, source, count] of [
    ['none in nothing', '', 0],
    ['not of comments', '// a\n/* b\n c */\n\n/// @notice d\n', 0],
    ['beside a comment', 'uint256 a; // b\n/* c */ uint256 d;\n', 2],
    ['with a comment across lines', 'uint256 a; /* b\nc */ uint256 d;\n', 2],
    ['with slashes within texts', 'string a = "// b";\nstring c = \'/*\';\nuint256 d; // */\n', 3],
    ['with escaped quotes', 'string a = "\\"// b";\n', 1],
  ] as const) {
    it(name, () => {
      expect(countSourceLines(source)).to.equal(count);
    });
  }
});
