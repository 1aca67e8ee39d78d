import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'typechain-types/',
      'artifacts/',
      'cache/',
      'coverage/',
      'reports/',
      '.toolchain/',
      '**/dist/',
      '**/node_modules/',
      '**/.ponder/',
      'examples/indexer/ponder-env.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numbers and big integers read the same in a text as anywhere else.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // Chai's assertions are property reads, and the chain's matchers are promises only some of the time.
    files: ['test/**/*.ts', 'sdk/typescript/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      // What programs print is searched for the escape codes of terminals.
      'no-control-regex': 'off',
    },
  },
  {
    // Ponder is installed in a package of its own: here its types aren't known. npm run indexer checks them.
    files: ['examples/indexer/*.ts', 'examples/indexer/schema/**/*.ts', 'examples/indexer/src/**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
  {
    // Plain JavaScript runs before anything is installed, or without a build; no types to check it by.
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        URL: 'readonly',
        clearInterval: 'readonly',
        console: 'readonly',
        process: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
);
