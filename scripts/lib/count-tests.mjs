// Prints "PASSED FAILED" from a report: count-tests.mjs gtest|playwright|tap FILE EXIT_CODE
// A skipped test has not run, so it counts as failed; so does a crash, which leaves no report or a good one with a bad
// exit code.
import { readFileSync } from 'node:fs';

const readers = {
    gtest(text) {
        const tests = JSON.parse(text).testsuites.flatMap((suite) => suite.testsuite);
        const good = (test) => test.status === 'RUN' && test.result === 'COMPLETED' && !test.failures;
        const passed = tests.filter(good).length;
        return [passed, tests.length - passed];
    },
    playwright(text) {
        const { stats, errors } = JSON.parse(text);
        // An error outside of all tests, e.g. a file that does not compile.
        return [stats.expected, stats.unexpected + stats.flaky + stats.skipped + (errors?.length ?? 0)];
    },
    tap(text) {
        // Of nested tests only the leaves count: a suite's own line follows its children's, less indented.
        const leaves = text.split('\n').map((line) => /^( *)(not )?ok \d+(.*)/.exec(line)).filter(Boolean)
            .filter((match, i, all) => !(i > 0 && all[i - 1][1].length > match[1].length));
        const good = leaves.filter(([, , not, rest]) => !not && !/# (SKIP|TODO)/i.test(rest)).length;
        return [good, leaves.length - good];
    },
};

const [kind, file, code] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
    [passed, failed] = readers[kind](readFileSync(file, 'utf8'));
} catch (error) {
    console.log(`no report: ${error.message}`);
    failed = 1;
}
if (code !== '0' && failed === 0) failed = 1;
console.log(`${passed} ${failed}`);
