import { join } from 'node:path'
import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'
import prettier from 'eslint-config-prettier'

const noImport = (...group) => ({ 'no-restricted-imports': ['error', { patterns: group }] })
const typesOnly = (...group) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group,
          allowTypeImports: true,
          message: 'Use cases get values from their deps; import types only.',
        },
      ],
    },
  ],
})
const noClock = {
  'no-restricted-syntax': [
    'error',
    {
      selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
      message: 'Pass `now` in.',
    },
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Pass `now` in.',
    },
    {
      selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
      message: 'Pass it in.',
    },
    {
      selector:
        "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/]",
      message: 'Pass `now` in.',
    },
  ],
}

export default ts.config(
  {
    ignores: [
      'vite.config.ts',
      'dist',
      'node_modules',
      'coverage',
      'client/*.d.ts',
      'test/bench/empty-page',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: join(import.meta.dirname, '../..'),
        extraFileExtensions: ['.vue'],
        parser: ts.parser,
      },
    },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      'max-params': ['error', 3],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      complexity: ['error', 10],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['shared/**'],
    rules: {
      ...noImport('**/server/**', '**/client/**', '**/test/**', 'node:*', 'vue', 'express'),
      ...noClock,
    },
  },
  { files: ['client/**'], rules: noImport('**/server/**', '**/test/**', 'node:*') },
  { files: ['server/**'], rules: { ...noImport('**/client/**', '**/test/**'), ...noClock } },
  {
    files: ['server/usecases/**'],
    rules: {
      ...noImport('**/http/**', '**/jobs/**', '**/client/**', '**/test/**', 'express'),
      ...typesOnly('**/db/**', '**/bitrix/**', '**/mail/**', '**/documents/**'),
    },
  },
  // A factory's inner functions count into it; the limits of file length and complexity bound it.
  {
    files: ['server/{usecases,jobs,http,db,bitrix,mail}/**', 'server/app.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 160, skipComments: true }] },
  },
  { files: ['server/clock.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      'max-params': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['server/http/error-handler.ts'], rules: { 'max-params': 'off' } }, // Express recognises error handlers by their four parameters
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
  prettier,
)
