// npm run lint: the linters, formatters and type checks alone.
process.argv.push('--only', 'lint');
await import('./test.ts');
