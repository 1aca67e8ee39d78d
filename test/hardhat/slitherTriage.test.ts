// How findings of Slither meet their judgements. Slither itself is run by `npm run slither`.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT, readJson } from '../../scripts/lib/paths.ts';
import { findStaleTriage, joinTriage, locate, renderTriage, summarizeTriage } from '../../scripts/lib/slitherTriage.ts';
import type { SlitherElement, SlitherResult, Triage } from '../../scripts/lib/slitherTriage.ts';

const contract: SlitherElement = { type: 'contract', name: 'Registry' };
const method: SlitherElement = { type: 'function', name: 'vote', type_specific_fields: { parent: contract } };
const node = (name: string): SlitherElement => ({ type: 'node', name, type_specific_fields: { parent: method } });
const found: SlitherResult = { check: 'timestamp', impact: 'Low', elements: [method, node('a < b'), node('a < b')] };
const judged = (what: string): Triage => ({
  timestamp: { 'Registry.vote': { [what]: { verdict: 'accepted', reason: 'a window of days' } } },
});

describe('findings of Slither', () => {
  it('are named by contract, function and code, without lines', () => {
    expect(locate(found)).to.deep.equal({ where: 'Registry.vote', what: 'a < b' });
    expect(locate({ ...found, elements: [node('x')] })).to.deep.equal({ where: 'Registry.vote', what: 'x' });
  });

  it('carry their judgement', () => {
    const { rows, problems } = joinTriage([found], judged('a < b'));
    expect(problems).to.deep.equal([]);
    expect(renderTriage(rows)).to.include('| `Registry.vote` | `a < b` | accepted: a window of days |');
  });

  it('are a problem without judgement, and so is a judgement without finding', () => {
    expect(joinTriage([found], judged('a < c')).problems).to.deep.equal([
      'not judged: timestamp (Low) at Registry.vote: "a < b"',
      'judged, but not found any more: timestamp at Registry.vote: "a < c"',
    ]);
  });

  it('are counted by impact and by detector', () => {
    const { rows } = joinTriage([found], judged('a < b'));
    expect(summarizeTriage(rows, 2)).to.deep.equal({
      figures: { findings: 1, high: 0, medium: 0, low: 1, informational: 0, optimization: 0, 'not judged or stale': 2 },
      rows: [{ detector: 'timestamp', impact: 'Low', findings: 1, accepted: 1, 'false positives': 0 }],
    });
  });

  it('are in the document as judged and counted', () => {
    const triage = judged('a < b | c');
    const { rows } = joinTriage([{ ...found, elements: [method, node('a < b | c')] }], triage);
    const kept = summarizeTriage(rows, 0);
    const page = renderTriage(rows);
    const stale = (markdown: string, other: Triage = triage): string[] => findStaleTriage(markdown, other, kept);
    expect(stale(page)).to.deep.equal([]);
    expect(stale(page.replace('days', 'hours'))).to.deep.equal(['its text is not that of the judgements']);
    expect(stale(page, {})).to.deep.equal([
      'not judged: timestamp (Low) at Registry.vote: "a < b | c"',
      'its counts are not those of audit/results/slither.json',
    ]);
    expect(stale(page.replace(/\| `Registry.*\n/, ''))[0]).to.equal(
      'judged, but not found any more: timestamp at Registry.vote: "a < b | c"',
    );
    expect(findStaleTriage(renderTriage([...rows, ...rows]), triage, kept)).to.deep.equal([
      'its counts are not those of audit/results/slither.json',
    ]);
    expect(findStaleTriage(page, triage, undefined)).to.have.length(1);
  });

  it('are judged with a reason each', () => {
    const triage = readJson(`${ROOT}/audit/slither-triage.json`) as Triage;
    const judgements = Object.values(triage).flatMap((places) =>
      Object.values(places).flatMap((things) => Object.values(things)),
    );
    expect(judgements).to.have.length.greaterThan(0);
    for (const { verdict, reason } of judgements) {
      expect(verdict).to.be.oneOf(['accepted', 'false positive']);
      expect(reason).to.have.length.greaterThan(10);
    }
  });
});
