import { httpCases } from './httpSignatures.ts';
const cases = await httpCases();
const raw = cases[0]!.run, ours = cases[1]!.run;
const mode = process.argv[2];
if (mode === 'prof') { for (let i=0;i<60000;i++) await ours(); }
else {
  const t = async (f: () => unknown, n: number) => { const b = process.cpuUsage(); for (let i=0;i<n;i++) { const r = f(); if (r instanceof Promise) await r; } const u = process.cpuUsage(b); return (u.user+u.system)/n; };
  await t(raw, 3000); await t(ours, 6000);
  const ratios: number[] = [], diffs: number[] = [];
  for (let r=0;r<30;r++) { const a = await t(raw, 700); const b = await t(ours, 700); ratios.push(a/b); diffs.push(b-a); }
  ratios.sort((x,y)=>x-y); diffs.sort((x,y)=>x-y);
  console.log('ratio median', ratios[15]!.toFixed(3), 'q1', ratios[7]!.toFixed(3), 'q3', ratios[22]!.toFixed(3), 'overhead us', diffs[15]!.toFixed(1));
}
