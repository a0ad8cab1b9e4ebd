/** Floors, low to high: contracts, lib, activities, workers. Each may use the floors below it and no other. */
const may = (floor, ...floors) => ({
  name: `${floor}-may-use-${floors.join('-and-') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${floor}/` },
  to: {
    pathNot: [`^${floor}/`, ...floors.map((below) => `^${below}/`)],
    dependencyTypesNot: ['core', 'npm', 'npm-dev'],
  },
});
module.exports = {
  forbidden: [
    may('contracts'),
    may('lib', 'contracts'),
    may('activities', 'lib', 'contracts'),
    may('workflows', 'contracts'),
    may('workers', 'activities', 'lib', 'contracts'),
    may('client', 'lib', 'contracts', 'workflows'),
    {
      name: 'client-takes-workflow-types-only',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^workflows/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-take-contract-types-only',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^contracts/', pathNot: '^contracts/(names|failure)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-run-in-a-sandbox',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: '@temporalio/(workflow|common)' },
    },
    {
      name: 'lib-knows-no-temporal',
      severity: 'error',
      from: { path: '^(lib|contracts)/' },
      to: { path: '@temporalio' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: '^(test|bench)/' }, to: { path: '^test/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // Some packages name their parts for `import` alone.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
