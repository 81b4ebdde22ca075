// Runs the tests that need no browser under Node's own test runner: run-web-tests.mjs TAP_FILE
// TypeScript is bundled first, with the same aliases as the page.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'build/web-tests');
const below = (folder, pattern) => readdirSync(join(root, folder), { recursive: true })
    .filter((file) => pattern.test(file)).map((file) => join(root, folder, file)).sort();

const sources = [...below('web', /\.test\.ts$/), ...below('scripts', /\.test\.mjs$/)];
if (sources.length === 0) {
    console.error('no tests found');
    process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
    absWorkingDir: root, entryPoints: sources, outbase: root, outdir: out, outExtension: { '.js': '.mjs' }, bundle: true,
    platform: 'node', format: 'esm', packages: 'external', sourcemap: 'inline', logLevel: 'warning',
    tsconfig: join(root, 'tsconfig.json'),
});
const tests = sources.map((file) => join(out, relative(root, file).replace(/\.[a-z]+$/, '.mjs')));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=spec',
    '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${process.argv[2]}`, ...tests],
    { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
