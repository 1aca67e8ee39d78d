// How blocks of assembly and unchecked arithmetic meet their judgements. The contracts themselves are read by `npm run audit:low-level`.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findBlocks, fingerprintOf, joinJudgements, renderLowLevel } from '../../scripts/lib/lowLevel.ts';
import type { LowLevelBlock, LowLevelJudgement, LowLevelJudgements } from '../../scripts/lib/lowLevel.ts';
import { ROOT, readJson } from '../../scripts/lib/paths.ts';

const FILE = 'contracts/A.sol';
// The byte order mark of the first comment counts as three bytes, as the compiler counts.
const SOURCE = Buffer.from('// \ufeff\ncontract A { function f() { unchecked { ++x; } assembly { y := 1 } } }');
const at = (text: string): string => `${SOURCE.indexOf(text)}:${Buffer.byteLength(text)}:0`;
const unchecked = { nodeType: 'UncheckedBlock', src: at('unchecked { ++x; }'), statements: [] };
const assembly = (flags: readonly string[]): object => ({
  nodeType: 'InlineAssembly',
  src: at('assembly { y := 1 }'),
  AST: { nodeType: 'YulBlock', src: at('{ y := 1 }'), statements: [] },
  ...(flags.length > 0 && { flags }),
});
const tree = (...statements: object[]): object => ({
  nodeType: 'SourceUnit',
  src: '0:0:0',
  nodes: [
    {
      nodeType: 'ContractDefinition',
      name: 'A',
      src: at('contract A'),
      nodes: [
        {
          nodeType: 'FunctionDefinition',
          name: 'f',
          kind: 'function',
          src: at('function f'),
          body: { nodeType: 'Block', src: at('{ unchecked'), statements },
        },
      ],
    },
  ],
});
const blocks = findBlocks(FILE, tree(assembly(['memory-safe']), unchecked), SOURCE);
const judged = (...list: LowLevelJudgement[]): LowLevelJudgements => ({ [FILE]: { 'A.f': list } });
const judgementOf = ({ kind, fingerprint }: LowLevelBlock, tests = ['test_f']): LowLevelJudgement => ({
  kind,
  fingerprint,
  reason: 'x stays small',
  tests,
});
const names = new Set(['test_f']);

describe('assembly and unchecked blocks', () => {
  it('are found with their contract and function, in the order of the source', () => {
    expect(blocks.map(({ where, kind, isMemorySafe }) => [where, kind, isMemorySafe])).to.deep.equal([
      ['A.f', 'unchecked', false],
      ['A.f', 'assembly', true],
    ]);
    expect(blocks[0]?.fingerprint).to.equal(fingerprintOf('unchecked { ++x; }'));
  });

  it('are known again after a change of comments and line breaks, and not after one of the code', () => {
    const code = 'unchecked { ++x; }';
    expect(fingerprintOf('unchecked {\n    // why\n    ++x; /* so */\n}')).to.equal(fingerprintOf(code));
    expect(fingerprintOf('unchecked { --x; }')).not.to.equal(fingerprintOf(code));
  });

  it('carry their judgement into the table', () => {
    const { rows, problems } = joinJudgements(blocks, judged(...blocks.map((block) => judgementOf(block))), names);
    expect(problems).to.deep.equal([]);
    expect(renderLowLevel(rows)).to.include('| `A.f` | assembly | x stays small | `test_f` |');
  });

  it('are a problem without judgement, and so is a judgement without block', () => {
    const [first] = blocks as [LowLevelBlock];
    const other = { ...judgementOf(first), fingerprint: '00000000' };
    expect(joinJudgements([first], judged(other), names).problems).to.deep.equal([
      `not judged: unchecked ${first.fingerprint} at ${FILE} A.f`,
      `judged, but not found any more: unchecked 00000000 at ${FILE} A.f`,
    ]);
  });

  it('need a judgement each, also where two are alike', () => {
    const [first] = blocks as [LowLevelBlock];
    expect(joinJudgements([first, first], judged(judgementOf(first)), names).problems).to.deep.equal([
      `not judged: unchecked ${first.fingerprint} at ${FILE} A.f`,
    ]);
  });

  it('need a test that exists', () => {
    const [first] = blocks as [LowLevelBlock];
    const problemsOf = (tests: string[]): string[] =>
      joinJudgements([first], judged(judgementOf(first, tests)), names).problems;
    expect(problemsOf([])).to.deep.equal([`without a test: unchecked ${first.fingerprint} at ${FILE} A.f`]);
    expect(problemsOf(['test_g'])).to.deep.equal([`no such test: test_g, named for unchecked at ${FILE} A.f`]);
  });

  it('of assembly are memory-safe by their own word', () => {
    const [bare] = findBlocks(FILE, tree(assembly([])), SOURCE) as [LowLevelBlock];
    expect(joinJudgements([bare], judged(judgementOf(bare)), names).problems).to.deep.equal([
      `not marked as memory-safe: assembly at ${FILE} A.f`,
    ]);
  });

  it('are judged with a reason each', () => {
    const places = Object.values(readJson(`${ROOT}/audit/low-level.json`) as LowLevelJudgements);
    const judgements = places.flatMap((byPlace) => Object.values(byPlace).flat());
    expect(judgements).to.have.length.greaterThan(0);
    for (const { kind, reason } of judgements) {
      expect(kind).to.be.oneOf(['assembly', 'unchecked']);
      expect(reason).to.have.length.greaterThan(10);
    }
  });
});
