// `rostrum test`, as a pipeline calls it: the run is carried out by the real worker, and its exit status,
// its words, its JSON and its JUnit file say what came of it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { databaseUrl, sql, sqlNumber } from './engine.mjs';
import { expectStatus } from './people.mjs';
import { createSet, ended, prepareWorld } from './run_world.mjs';
import { buildDir, removeFolder, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';

const good = [
    { id: 'kept', name: 'It repeats', variables: { word: 'yes' }, checks: [{ type: 'contains', value: 'Say yes' }] },
    { id: 'free', variables: { word: 'anything' } },
];
const bad = [
    good[0],
    { id: 'odd', name: 'Says <"never">', variables: { word: ']]> & "no" \'x\' <b>' }, critical: true,
      checks: [{ type: 'starts_with', value: 'Never' }, { type: 'contains', value: 'also & not' }] },
];

const folder = temporaryFolder();
let starting = null;

function world() {
    starting ??= prepareWorld(['large-1', 'failing', 'hostile', 'slow'], async (made) => ({
        good: await createSet(made, 'answers/good', good), bad: await createSet(made, 'answers/bad', bad),
        slug: String(sql(made.server, 'SELECT slug FROM organizations')).trim(),
    }), { timeout: 5 });
    return starting;
}

after(async () => {
    await (await starting?.catch(() => null))?.stop();
    removeFolder(folder);
});

/** Starts the command; gives the process, and with done {status, stdout, stderr}. The model server is in this process, so nothing waits for it. */
function start(made, words) {
    const settings = ['--database', databaseUrl(made.server.dataDir), '--key-ring', path.join(made.server.dataDir, 'key-ring'), '--public-url', 'https://rostrum.example'];
    const child = spawn(path.join(buildDir, 'rostrum'), ['test', ...words, ...settings]);
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (piece) => { said[name] += piece; });
    const done = new Promise((resolve) => { child.on('close', (status) => resolve({ status, ...said })); });
    return { child, said, done };
}

const standard = { '--as': 'una@harbor.example', '--set': 'answers/good', '--endpoint': 'Own', '--model': 'large-1' };

/** Of the prompt of the world; what is undefined is left out. */
function words(made, changes = {}, name = 'asked/one') {
    const options = { '--organization': made.slug, ...standard, ...changes };
    return [name, ...Object.entries(options).filter(([, value]) => value !== undefined).flatMap(([key, value]) => (value === true ? [key] : [key, value]))];
}

const run = (made, changes, name) => start(made, words(made, changes, name)).done;

/** A JUnit file as Python's XML parser reads it. */
function readJunit(file) {
    const script = `
import json, sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
suite = root.find('testsuite')
print(json.dumps({'root': root.attrib, 'suite': suite.attrib, 'cases': [{**case.attrib, 'children': [[c.tag, c.attrib['message'], c.text or ''] for c in case]} for case in suite.iter('testcase')]}))`;
    const done = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return JSON.parse(done.stdout);
}

const runCount = (made) => sqlNumber(made.server, 'SELECT count(*) FROM test_runs');

test('all cases pass: 0, with the run of the person', async () => {
    const made = await world();
    const file = path.join(folder, 'good.xml');
    const done = await run(made, { '--junit': file, '--repeats': '2' });
    assert.equal(done.status, 0, done.stderr);
    const [counts, url, ...rest] = done.stdout.trim().split('\n');
    assert.equal(counts, '4 of 4 passed');
    assert.deepEqual(rest, []);
    const [, at] = url.match(/^https:\/\/rostrum\.example(\/prompts\/[0-9a-f-]{36}\/tests\/[0-9a-f-]{36})$/);
    const page = expectStatus(await made.product.get(at), 200);
    assert.match(page.words, /4 of 4 passed/);
    assert.match(page.words, /Una Field/);
    const junit = readJunit(file);
    assert.equal(junit.suite.name, 'asked/one v1');
    assert.deepEqual([junit.suite.tests, junit.suite.failures, junit.suite.errors], ['4', '0', '0']);
    assert.deepEqual(junit.cases.map((one) => [one.classname, one.name, one.children.length]), [
        ['answers/good', 'kept It repeats, repeat 1', 0], ['answers/good', 'free, repeat 1', 0],
        ['answers/good', 'kept It repeats, repeat 2', 0], ['answers/good', 'free, repeat 2', 0],
    ]);
    assert.deepEqual(fs.readdirSync(folder), ['good.xml'], 'nothing unfinished is left');
});

test('a case fails: 1, and the reasons are told', async () => {
    const made = await world();
    const file = path.join(folder, 'bad.xml');
    fs.writeFileSync(file, 'from before');
    const done = await run(made, { '--set': 'answers/bad', '--junit': file });
    assert.equal(done.status, 1, done.stderr);
    const lines = done.stdout.trim().split('\n');
    assert.equal(lines[0], '1 of 2 passed · 1 critical failure');
    assert.match(lines[1], /^failed odd Says <"never"> \(critical\), repeat 1: .*Never.*also & not/);
    assert.equal(lines.length, 3);
    const junit = readJunit(file);
    assert.deepEqual([junit.suite.tests, junit.suite.failures, junit.suite.errors], ['2', '1', '0']);
    const [passed, failed] = junit.cases;
    assert.deepEqual(passed.children, []);
    assert.equal(failed.name, 'odd Says <"never">, repeat 1');
    const [[tag, message, text]] = failed.children;
    assert.equal(tag, 'failure');
    assert.match(message, /Never.*also & not/);
    assert.equal(text, `large-1 says: Say ${bad[1].variables.word} again.`);
    const json = await run(made, { '--set': 'answers/bad', '--json': true });
    assert.equal(json.status, 1);
    const told = JSON.parse(json.stdout);
    assert.deepEqual([told.passed, told.state, told.record, told.set], [false, 'done', { kind: 'prompt', name: 'asked/one', version: 1 }, { name: 'answers/bad', version: 1 }]);
    assert.deepEqual(told.counts, { planned: 2, results: 2, passed: 1, failed: 1, errors: 0, critical: 1 });
    assert.equal(told.failures.length, 1);
    assert.deepEqual([told.failures[0].case, told.failures[0].critical, told.failures[0].reasons.length], ['odd', true, 2]);
});

test('an answer of control characters is XML, and does nothing to a terminal', async () => {
    const made = await world();
    const file = path.join(folder, 'hostile.xml');
    const done = await run(made, { '--set': 'answers/bad', '--model': 'hostile', '--junit': file });
    assert.equal(done.status, 1, done.stderr);
    assert.doesNotMatch(done.stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const junit = readJunit(file);
    const [[tag, , text]] = junit.cases[1].children;
    assert.equal(tag, 'failure');
    assert.match(text, /^\ufffd\[31m\]\]><!\[CDATA\[ & "'\ufffd end$/);
});

test('an endpoint that fails, and a cap: 1, and the report is not green', async () => {
    const made = await world();
    const file = path.join(folder, 'error.xml');
    let done = await run(made, { '--model': 'failing', '--set': 'answers/good', '--junit': file });
    assert.equal(done.status, 1, done.stderr);
    assert.match(done.stdout, /^0 of 2 passed · 2 errors\n/);
    assert.deepEqual(readJunit(file).cases.map((one) => one.children[0][0]), ['error', 'error']);
    done = await run(made, { '--cap-tokens': '1100', '--repeats': '10', '--junit': file });
    assert.equal(done.status, 1, done.stderr);
    assert.match(done.stdout, /stopped\. The next call could have passed the cap in tokens\./);
    const junit = readJunit(file);
    const last = junit.cases.at(-1);
    assert.equal(last.name, 'the run');
    assert.match(last.children[0][1], /not carried out to its end: stopped/);
    assert.equal(junit.suite.errors, '1');
    assert.equal(junit.suite.tests, String(junit.cases.length));
});

test('a label names the version', async () => {
    const made = await world();
    const done = await run(made, { '--label': 'candidate' });
    assert.equal(done.status, 2);
    assert.match(done.stderr, /no version of the prompt "asked\/one" has the label "candidate"/);
    const latest = await run(made, { '--label': 'latest', '--json': true });
    assert.equal(latest.status, 0, latest.stderr);
    const id = made.prompt.split('/').pop();
    sql(made.server, `INSERT INTO prompt_labels (organization_id, record_id, label, version, updated_at) SELECT organization_id, id, 'candidate', 1, updated_at FROM prompts WHERE name = 'asked/one'`);
    const labelled = await run(made, { '--label': 'candidate', '--json': true });
    assert.equal(labelled.status, 0, `${id} ${labelled.stderr}`);
    assert.equal(JSON.parse(labelled.stdout).record.version, 1);
});

test('what is not there, or asked wrongly: 2, and no run', async () => {
    const made = await world();
    const before = runCount(made);
    const wrong = [
        [{}, /there is no prompt "nothing"/, 'nothing'],
        [{ '--set': 'nothing' }, /there is no test set "nothing"/],
        [{ '--endpoint': 'nothing' }, /there is no endpoint "nothing"/],
        [{ '--model': 'nothing' }, /model/],
        [{ '--as': 'nobody@harbor.example' }, /nobody in ".*" has the address nobody@harbor\.example/],
        [{ '--organization': 'nothing' }, /there is no organization "nothing"/],
        [{ '--record-version': '77' }, /version/],
        [{ '--kind': 'team' }, /--kind is prompt or agent/],
        [{ '--kind': 'agent' }, /there is no agent "asked\/one"/],
        [{ '--repeats': '11' }, /--repeats is .*1 to 10/],
        [{ '--cap-tokens': 'x' }, /--cap-tokens is/],
        [{ '--cap-tokens': '1' }, /One case alone/],
        [{ '--label': 'a', '--record-version': '1' }, /not both/],
        [{ '--as': undefined }, /--as is missing/],
        [{ '--junit': path.join(folder, 'none', 'x.xml') }, /nothing can be written/],
    ];
    for (const [changes, expected, name] of wrong) {
        const done = await run(made, changes, name);
        assert.equal(done.status, 2, `${JSON.stringify(changes)} ${done.stderr}`);
        assert.match(done.stderr, expected);
        assert.equal(done.stdout, '');
    }
    assert.equal(runCount(made), before);
});

test('ended by Ctrl-C: the run goes on', async () => {
    const made = await world();
    const started = start(made, words(made, { '--model': 'slow' }));
    await waitFor(() => /no result of 2 yet/.test(started.said.stderr), () => started.said.stderr);
    started.child.kill('SIGINT');
    const done = await started.done;
    assert.equal(done.status, 1);
    const [, at] = done.stderr.match(/the run goes on: https:\/\/rostrum\.example(\S+)/);
    expectStatus(await made.product.get(at), 200);
    assert.match((await ended(made, at)).words, /0 of 2 passed/);
});
