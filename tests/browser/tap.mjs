// Results in the Test Anything Protocol, which make check reads: one line for each test.

let count = 0;
let failures = 0;

const comment = (text) => text.split('\n').map((line) => `#   ${line}\n`).join('');

function report(is_ok, name, details = '') {
    count += 1;
    failures += is_ok ? 0 : 1;
    process.stdout.write(`${is_ok ? 'ok' : 'not ok'} ${count} - ${name.replaceAll('#', '')}\n${details && comment(details)}`);
}

// The message and the lines of the tests that led to it.
function shorten(error) {
    const lines = String(error.stack ?? error).split('\n');
    const is_frame = (line) => /^\s+at /.test(line);
    const frames = lines.filter((line) => is_frame(line) && line.includes('tests/browser'));
    return [...lines.filter((line) => !is_frame(line)), ...frames.slice(0, 3)].join('\n');
}

/** Runs one test; what it throws is its failure. context() tells where the browser was then. */
export async function test(name, run, context = async () => '') {
    const begin = performance.now();
    const report_time = () =>
        process.stdout.write(`# time ${Math.round(performance.now() - begin)} ms: ${name}\n`);
    try {
        await run();
        report(true, name);
        report_time();
        return true;
    } catch (error) {
        const where = await context().catch(() => '');
        report_time();
        report(false, name, [shorten(error), where].filter(Boolean).join('\n'));
        return false;
    }
}

/** The plan and the count at the end; true if every test passed. */
export function finish() {
    process.stdout.write(`1..${count}\n# ${count - failures} passed, ${failures} failed\n`);
    return failures === 0 && count > 0;
}
