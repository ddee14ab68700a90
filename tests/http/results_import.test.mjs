// Results of promptfoo as test runs: by the page, through nginx, and by `rostrum test --results`; what is
// taken and what is not, how it is marked everywhere, and when it counts for the rule of a label.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { databaseUrl, sql, sqlNumber } from './engine.mjs';
import { addPerson, createAgent, createPrompt, expectStatus, setUp } from './people.mjs';
import { createSet } from './run_world.mjs';
import { buildDir, removeFolder, startServer, temporaryFolder } from './server.mjs';

const cases = [
    { id: 'kept', name: 'It repeats', variables: { word: 'yes' }, critical: true },
    { id: 'odd', variables: { word: 'no' } },
    { id: 'free', variables: { word: 'anything' } },
];
const hour = 3600_000;
const folder = temporaryFolder();
let starting = null;

async function start() {
    const server = await startServer();
    try {
        const admin = await setUp(server);
        const product = await addPerson(admin, { full_name: 'Una Field', email: 'una@harbor.example', user_persona: 'Product Manager' });
        const devops = await addPerson(admin, { full_name: 'Dev Lane', email: 'dev@harbor.example', user_persona: 'DevOps Engineer' });
        const prompt = await createPrompt(product, { name: 'asked/one', body: 'Say {{word}} again.' });
        const set = await createSet({ admin, server }, 'answers/three', cases);
        return { server, admin, product, devops, prompt, set, slug: String(sql(server, 'SELECT slug FROM organizations')).trim() };
    } catch (error) {
        await server.stop();
        throw error;
    }
}

function world() {
    starting ??= start();
    return starting;
}

after(async () => {
    await (await starting?.catch(() => null))?.server.stop();
    removeFolder(folder);
});

/** A result as promptfoo writes it. */
function result(test, word, passed, more = {}) {
    return {
        id: `r${test}`, promptIdx: 0, testIdx: test, promptId: 'p', provider: { id: 'openai:gpt-5', label: '' }, prompt: { raw: `Say ${word} again.`, label: 'short' },
        vars: { word }, testCase: { vars: { word }, assert: [{ type: 'contains', value: word }] }, response: { output: `I say ${word}.`, tokenUsage: { total: 15, prompt: 10, completion: 5 } },
        success: passed, score: passed ? 1 : 0, failureReason: passed ? 0 : 1, latencyMs: 100 + test, cost: 0.002, namedScores: {}, tokenUsage: { prompt: 10, completion: 5, total: 15 },
        gradingResult: { pass: passed, score: passed ? 1 : 0, reason: passed ? 'All assertions passed' : 'Expected output to contain it', componentResults: [{ pass: passed, score: 1, reason: 'looked', assertion: { type: 'contains' } }] },
        ...more,
    };
}

const fileOf = (results, more = {}) => JSON.stringify({ evalId: 'eval-x', results: { version: 3, timestamp: new Date(Date.now() - hour).toISOString(), prompts: [], results, stats: {}, ...more }, config: {}, shareableUrl: null });
const all = (passed = [true, true, true]) => fileOf(cases.map((one, i) => result(i, one.variables.word, passed[i])));
const runCount = (made) => sqlNumber(made.server, 'SELECT count(*) FROM test_runs');

/** Sends the form of the page with a file. */
async function upload(made, content, fields = {}, { at = made.prompt, browser = made.product, name = 'results.json' } = {}) {
    const page = expectStatus(await browser.get(`${at}/tests/import`), 200);
    return browser.submitFile(page, 'Review results', { set: made.set, version: '', set_version: '', ...fields }, { name, content });
}

/** Uploads and imports; gives the path of the run. */
async function importAll(made, text, fields = {}, options = {}) {
    const review = expectStatus(await upload(made, text, fields, options), 200);
    const done = await (options.browser ?? made.product).submit(review, 'Import results');
    expectStatus(done, 303);
    assert.match(done.location, /\/tests\/[0-9a-f-]{36}$/);
    return done.location;
}

test('imported results: a review, then a run that is marked on every page', async () => {
    const made = await world();
    const before = runCount(made);
    const text = fileOf([
        result(0, 'yes', true), result(1, 'no', false), result(2, 'anything', true), result(3, 'never asked', true, { testCase: { description: 'A stranger' } }),
        result(4, 'yes', true, { promptIdx: 1, provider: { id: 'anthropic:other' } }),
    ]);
    const review = expectStatus(await upload(made, text), 200);
    assert.match(review.words, /3 of 4 results taken/);
    assert.match(review.words, /A stranger results\[3\] Left out No case has its id, or exactly its variables\./);
    assert.match(review.words, /kept It repeats results\[0\] Taken Passed/);
    assert.match(review.words, /openai:gpt-5 · short: 3 of 4 passed/);
    assert.match(review.words, /id results\[0\] and 4 more/);
    assert.equal(runCount(made), before, 'nothing is saved by a review');
    const other = await made.product.submit(review, 'Update review', { column: '1' });
    assert.match(other.words, /1 of 1 result taken/);
    assert.match(other.words, /2 cases: odd, free \. Such a run is not evidence/);
    const done = await made.product.submit(review, 'Import results');
    expectStatus(done, 303);
    const run = done.location;
    const sentence = 'Graded by promptfoo, not by Rostrum. Imported by Una Field, file results.json.';
    const shown = await made.product.get(run);
    assert.match(shown.words, /2 of 3 passed/);
    assert.ok(shown.words.includes(`Grade ${sentence}`), shown.words);
    assert.ok(shown.words.includes(createHash('sha256').update(text).digest('hex')), shown.words);
    assert.match(shown.words, /promptfoo · openai:gpt-5/);
    assert.match(shown.words, /30 in, 15 out/);
    assert.match(shown.words, /Cost 0\.006 USD/);
    assert.match(shown.words, /Imported Done/);
    assert.doesNotMatch(shown.text, /Run again/);
    const failed = await made.product.get(`${run}/results/2`);
    assert.match(failed.words, /odd Failed Imported/);
    assert.match(failed.words, /Failed promptfoo Score 0\. Expected output to contain it/);
    assert.match(failed.words, /I say no\./);
    const tab = await made.product.get(`${made.prompt}/tests`);
    assert.ok(tab.words.includes(`openai:gpt-5 ${sentence} Done 2 of 3 passed Imported`), tab.words);
    const second = await importAll(made, all());
    const compared = await made.product.get(`${second}/compare`);
    assert.match(compared.words, /1 fixed/);
    assert.ok(compared.words.includes(`by Una Field ${sentence} 2 of 3 passed Imported`), compared.words);
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM audit_events WHERE action = 'test.import'`), 2);
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM test_runs WHERE grade = 'imported' AND state = 'done'`), 2);
});

test('imported results: of an agent', async () => {
    const made = await world();
    const agent = await createAgent(made.product, { name: 'asked agent' });
    const run = await importAll(made, all([true, false, true]), {}, { at: agent });
    assert.match((await made.product.get(run)).words, /2 of 3 passed/);
});

test('imported results: a chart has a mark of its own for them', async () => {
    const made = await world();
    const prompt = await createPrompt(made.product, { name: 'asked/chart', body: 'Say {{word}} twice.' });
    expectStatus(await made.product.fill(`${prompt}/edit`, 'Save prompt', { body: 'Say {{word}} thrice.', message: 'more' }), 303);
    await importAll(made, all([true, true, false]), { version: '1' }, { at: prompt });
    await importAll(made, all(), { version: '2' }, { at: prompt });
    const tab = await made.product.get(`${prompt}/tests`);
    assert.match(tab.words, /Pass rate v2: 100%, with answers\/three/);
    assert.match(tab.words, /v2, imported 0 100 100/);
    assert.match(tab.words, /v1, imported 0 66 66/);
    assert.match(tab.text, /class="legend"[^]*Imported/);
});

test('imported results: what is wrong is said, with its place, and nothing is kept', async () => {
    const made = await world();
    const before = runCount(made);
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const wrong = [
        ['', /Choose a file/], ['{', /It is not JSON: Line 1/], ['[1]', /it is not a file of promptfoo/], [deep, /It is not JSON/],
        [Buffer.from([0x7b, 0xff, 0x7d]), /not text in UTF-8/], [all().replace('"version":3', '"version":2'), /not of version 3/],
        [all().replace('"latencyMs":100', '"latencyMs":NaN'), /It is not JSON: Line 1, column/],
        [fileOf([result(0, 'yes', true), result(0, 'yes', true)]), /results\[1\] has the testIdx and promptIdx of results\[0\]/],
        [fileOf([{ ...result(0, 'yes', true), success: undefined }]), /results\[0\]\.success is missing/],
        [fileOf([result(0, 'yes', true, { latencyMs: -1 })]), /results\[0\]\.latencyMs must be a number from 0/],
        [fileOf([result(0, 'yes', true), result(1, 'yes', true), result(2, 'no', true)]), /each must be there as often/],
        [fileOf([result(0, 'a stranger', true)]), /None of these results belongs to a case/],
        [fileOf([]), /has no results/], [`{"a":"${'x'.repeat(4 * 1024 * 1024)}"}`, /too long: at most 4 MiB/],
    ];
    for (const [text, words] of wrong) {
        const page = expectStatus(await upload(made, text), 422);
        assert.match(page.words, words);
    }
    for (const fields of [{ set: '' }, { set: '00000000-0000-7000-8000-000000000000' }, { version: '99' }, { version: 'x' }, { set_version: '7' }, { column: '9' }])
        expectStatus(await upload(made, all(), fields), 422);
    expectStatus(await upload(made, Buffer.alloc(17 * 1024 * 1024, 0x20)), 413);
    const review = expectStatus(await upload(made, all()), 200);
    expectStatus(await made.product.submit(review, 'Import results', { kept: '%%%' }), 422);
    expectStatus(await made.product.submit(review, 'Import results', { kept: '' }), 422);
    assert.equal(runCount(made), before);
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM test_results r WHERE NOT EXISTS (SELECT 1 FROM test_runs t WHERE t.id = r.run_id)'), 0);
});

test('imported results: who may only read the prompt imports nothing', async () => {
    const made = await world();
    expectStatus(await made.devops.get(`${made.prompt}/tests/import`), 403);
    const tab = await made.devops.get(`${made.prompt}/tests`);
    assert.doesNotMatch(tab.text, /tests\/import/);
    assert.match((await made.product.get(`${made.prompt}/tests`)).text, /tests\/import/);
});

/** A prompt whose production label has a rule. */
async function ruled(made, name, changes) {
    const prompt = await createPrompt(made.product, { name, body: `Say {{word}} for ${name}.` });
    expectStatus(await made.admin.fill(`${prompt}/releases/rule?label=production`, 'Save rule', { set_id: made.set, min_pass: '100', ...changes }), 303);
    return prompt;
}

test('imported results: a rule does not take them for evidence, unless it says so', async () => {
    const made = await world();
    const prompt = await ruled(made, 'asked/ruled', { max_age_days: '14' });
    await importAll(made, all(), {}, { at: prompt });
    const where = `${prompt}/releases/change?label=production&to_version=1`;
    let page = await made.devops.get(where);
    assert.match(page.words, /Evidence Missing/);
    assert.match(page.words, /v1 has none\./);
    const accept = (value) => made.admin.fill(`${prompt}/releases/rule?label=production`, 'Save rule', { accepts_imported: value });
    expectStatus(await accept('1'), 303);
    const confirmed = await made.devops.get(where);
    expectStatus(await accept(null), 303);
    const refused = expectStatus(await made.devops.submit(confirmed, 'Release v1'), 409);
    assert.match(refused.words, /v1 has none\. Run the tests of v1, then move the label\./);
    expectStatus(await accept('1'), 303);
    const rule = await made.admin.get(`${prompt}/releases/rule?label=production`);
    assert.match(rule.words, /a run of answers\/three with at least 100% passed, no critical failure and an age of at most 14 days, where imported results count as well/);
    assert.ok(sql(made.server, `SELECT details FROM audit_events WHERE action = 'label.rule'`).length > 0);
    page = await made.devops.get(where);
    assert.match(page.words, /Evidence Tested/);
    assert.match(page.words, /Imported Graded by promptfoo, not by Rostrum\. Imported by Una Field, file results\.json\./);
    expectStatus(await made.devops.submit(page, 'Release v1'), 303);
    const releases = await made.devops.get(`${prompt}/releases`);
    assert.match(releases.words, /v1 Tested Imported/);
    const certificate = expectStatus(await made.devops.submit(releases, 'Certificate of production now'), 200);
    const proof = JSON.parse(certificate.text.slice(certificate.text.indexOf('{'), certificate.text.lastIndexOf('}') + 1));
    assert.equal(proof.move.test_run.grade, 'imported');
    assert.equal(proof.move.test_run.source.file, 'results.json');
    assert.equal(proof.move.test_run.source.imported_by.name, 'Una Field');
    assert.match(proof.move.test_run.source.sha256, /^[0-9a-f]{64}$/);
    assert.equal(proof.move.test_run.digest, proof.move.digest);
});

test('imported results: what failed, what is critical, what is old and what is a part is no evidence', async () => {
    const made = await world();
    const day = 24 * hour;
    const old = { timestamp: new Date(Date.now() - 20 * day).toISOString() };
    const rows = (passed) => cases.map((one, i) => result(i, one.variables.word, passed[i]));
    const given = [
        ['asked/failed', { min_pass: '90' }, all([true, true, false]), /It passed 66\.6% \(2 of 3\)\./],
        ['asked/critical', { min_pass: '10' }, all([false, true, true]), /It failed 1 case that is critical\./],
        ['asked/old', { max_age_days: '14' }, fileOf(rows([true, true, true]), old), /It is 20 days old\./],
        ['asked/part', {}, fileOf(rows([true, true, true]).slice(0, 2)), /v1 has none\./],
        ['asked/judged', { needs_judge: '1' }, all(), /It has no judge\./],
    ];
    for (const [name, changes, text, words] of given) {
        const prompt = await ruled(made, name, { accepts_imported: '1', ...changes });
        await importAll(made, text, {}, { at: prompt });
        const page = await made.devops.get(`${prompt}/releases/change?label=production&to_version=1`);
        assert.match(page.words, words, name);
    }
});

/** `rostrum test`: gives {status, stdout, stderr}. */
function command(made, words) {
    const settings = ['--database', databaseUrl(made.server.dataDir), '--key-ring', path.join(made.server.dataDir, 'key-ring'), '--public-url', 'https://rostrum.example'];
    return spawnSync(path.join(buildDir, 'rostrum'), ['test', ...words, ...settings], { encoding: 'utf8' });
}

test('imported results: a pipeline hands them in', async () => {
    const made = await world();
    const file = path.join(folder, 'from ci.json');
    const junit = path.join(folder, 'ci.xml');
    const base = ['asked/one', '--organization', made.slug, '--as', 'una@harbor.example', '--set', 'answers/three'];
    const write = (text) => fs.writeFileSync(file, text);
    write(all());
    let done = command(made, [...base, '--results', file, '--junit', junit]);
    assert.equal(done.status, 0, done.stderr);
    const [counts, url] = done.stdout.trim().split('\n');
    assert.equal(counts, '3 of 3 passed');
    const [, at] = url.match(/^https:\/\/rostrum\.example(\/prompts\/[0-9a-f-]{36}\/tests\/[0-9a-f-]{36})$/);
    assert.match((await made.product.get(at)).words, /Imported by Una Field, file from ci\.json\./);
    assert.match(fs.readFileSync(junit, 'utf8'), /tests="3" failures="0"/);
    write(fileOf([result(0, 'yes', true), result(1, 'no', false), result(2, 'anything', true), result(3, 'strange', true, { testCase: { description: 'A stranger' } })]));
    done = command(made, [...base, '--results', file]);
    assert.equal(done.status, 1, done.stderr);
    assert.match(done.stderr, /left out: results\[3\] A stranger\. No case has its id/);
    assert.match(done.stdout, /^2 of 3 passed\nfailed odd, repeat 1: Score 0\. Expected output to contain it/);
    const before = runCount(made);
    write('{"results":');
    done = command(made, [...base, '--results', file]);
    assert.equal(done.status, 2);
    assert.match(done.stderr, /It is not JSON/);
    for (const [more, words] of [
        [['--results', '/nowhere/x.json'], /can't be read/], [['--results', file, '--model', 'm'], /--model goes without --results/],
        [['--column', '1', '--endpoint', 'e', '--model', 'm'], /--column goes with --results/], [[], /--endpoint is missing/],
    ]) {
        done = command(made, [...base, ...more]);
        assert.equal(done.status, 2, done.stderr);
        assert.match(done.stderr, words);
    }
    write(all());
    done = command(made, ['asked/one', '--organization', made.slug, '--as', 'dev@harbor.example', '--set', 'answers/three', '--results', file]);
    assert.equal(done.status, 2);
    assert.match(done.stderr, /may not run this/);
    assert.equal(runCount(made), before);
});
