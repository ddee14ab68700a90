// Test runs, end to end: the cases of a test set are sent to a real server by the real worker, which is
// faulty, or killed in the middle, and what comes back is graded, counted and kept once.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql, sqlNumber } from './engine.mjs';
import { expectStatus } from './people.mjs';
import { createSet, ended, estimate, prepareWorld, startRun } from './run_world.mjs';
import { isAlive } from './server.mjs';
import { waitFor } from './wait.mjs';

const faulty = ['refused', 'limited', 'failing', 'redirect', 'error', 'empty', 'html', 'broken', 'bytes', 'nothing', 'closed', 'half', 'huge', 'announced', 'headers'];

const cases = [
    { id: 'kept', name: 'It repeats', variables: { word: 'yes' }, checks: [{ type: 'contains', value: 'Say yes' }], critical: true },
    { id: 'odd', variables: { word: 'no' }, checks: [{ type: 'starts_with', value: 'Never' }] },
    { id: 'same', variables: { word: '"quoted", and\ntwo lines' }, expected: 'something else' },
    { id: 'free', variables: { word: 'anything' } },
];

let starting = null;

function start() {
    return prepareWorld(['large-1', 'free-1', 'slow', 'drip', ...faulty], async (made) => ({
        set: await createSet(made, 'answers/four', cases), one: await createSet(made, 'answers/single', cases.slice(0, 1)),
    }), { timeout: 8 });
}

function world() {
    starting ??= start();
    return starting;
}

after(async () => (await starting?.catch(() => null))?.stop());

test('runs: an estimate, a start, and each case with its result', async () => {
    const made = await world();
    const page = await estimate(made, made.set, 'large-1', { repeats: '2', max_tokens: '20' });
    assert.match(page.words, /4 cases, 8 calls/);
    assert.match(page.words, /up to 160 tokens/);
    assert.match(page.words, /Cost up to 0\.\d+ USD/);
    assert.match((await estimate(made, made.set, 'free-1')).words, /not known: this model has no price/);
    const run = await startRun(made, made.set, 'large-1', { repeats: '2', max_tokens: '20' });
    const shown = await ended(made, run);
    assert.match(shown.words, /4 of 8 passed/);
    assert.match(shown.words, /answers\/four v1 , 4 cases, each 2 times/);
    assert.match(shown.words, /p50 \d+ ms, p95 \d+ ms/);
    const order = [...shown.text.matchAll(/<span class="mono">(\w+)<\/span>/g)].map(([, id]) => id);
    assert.deepEqual(order, ['odd', 'same', 'odd', 'same', 'kept', 'free', 'kept', 'free'], 'what failed comes first');
    const sent = made.models.at('/v1/chat/completions').map((one) => JSON.parse(one.body)).filter((one) => one.model === 'large-1');
    assert.equal(sent.length, 8);
    assert.deepEqual(sent[0], { model: 'large-1', messages: [{ role: 'user', content: sent[0].messages[0].content }], max_tokens: 20 });
    const one = await made.product.get(`${run}/results/2`);
    assert.match(one.words, /Output large-1 says: Say no again\./);
    assert.match(one.words, /Failed starts_with/);
    const failed = await made.product.get(`${run}?show=failed`);
    assert.equal([...failed.text.matchAll(/results\/\d+"/g)].length, 4);
    const tab = await made.product.get(`${made.prompt}/tests`);
    assert.match(tab.words, /v1 answers\/four v1 Own · large-1 Done 4 of 8 passed/);
});

test('runs: their results as files', async () => {
    const made = await world();
    const run = await startRun(made, made.set, 'large-1');
    await ended(made, run);
    const lines = (await made.product.get(`${run}/results.jsonl`)).text.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines.map((one) => [one.position, one.case, one.state]), [[1, 'kept', 'passed'], [2, 'odd', 'failed'], [3, 'same', 'failed'], [4, 'free', 'passed']]);
    assert.deepEqual(lines[2].variables, cases[2].variables);
    assert.equal(lines[2].output, `large-1 says: Say ${cases[2].variables.word} again.`);
    assert.equal(lines[0].critical, true);
    assert.equal(lines[0].checks[0].passed, true);
    assert.match(lines[0].output_sha256, /^[0-9a-f]{64}$/);
    const csv = (await made.product.get(`${run}/results.csv`)).text;
    assert.match(csv, /^position,case,name,repeat,/);
    assert.ok(csv.includes('""quoted""'), csv);
    assert.ok(sqlNumber(made.server, `SELECT count(*) FROM audit_events WHERE action = 'test.export'`) >= 2);
});

test('runs: the failed ones alone, again', async () => {
    const made = await world();
    const shown = await ended(made, await startRun(made, made.set, 'large-1'));
    const [, url] = shown.text.match(/href="([^"]+)">Run the failed ones again/);
    const page = await made.product.get(url.replaceAll('&amp;', '&'));
    assert.match(page.words, /2 cases, 2 calls/);
    const done = await made.product.submit(page, 'Start run', {});
    expectStatus(done, 303);
    assert.match((await ended(made, done.location)).words, /0 of 2 passed/);
});

test('runs: what cannot be run is said at its field, and nothing starts', async () => {
    const made = await world();
    const before = sqlNumber(made.server, 'SELECT count(*) FROM test_runs');
    const lacking = await createSet(made, 'answers/lacking', [{ id: 'a', variables: { word: 'x' } }, { id: 'b', variables: { other: 'y' } }]);
    const page = await estimate(made, lacking, 'large-1');
    expectStatus(page, 422);
    assert.match(page.words, /Case b has no value for \{\{word\}\}/);
    const fine = await estimate(made, made.set, 'large-1');
    const refused = await made.product.submit(fine, 'Start run', { token_cap: '', cost_cap: '' });
    expectStatus(refused, 422);
    assert.match(refused.words, /Enter a cap in tokens or in money/);
    const small = await made.product.submit(fine, 'Start run', { token_cap: '10' });
    assert.match(small.words, /One case alone may take \d+ tokens/);
    for (const odd of ['-1', '1e9', '99999999999999999999', '<b>'])
        expectStatus(await made.product.submit(fine, 'Start run', { token_cap: odd }), 422);
    for (const query of ['set=x', 'model=y', 'repeats=11', 'version=99999', 'temperature=9', 'again=00000000-0000-7000-8000-000000000000', 'max_tokens=-1'])
        assert.ok([200, 404, 422].includes((await made.product.get(`${made.prompt}/tests/new?${query}`)).status), query);
    expectStatus(await made.product.get(`${made.prompt}/tests/00000000-0000-7000-8000-000000000000`), 404);
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM test_runs'), before);
});

test('runs: every fault is a result with its reason, and no run is stuck', async () => {
    const made = await world();
    const reasons = {
        refused: /It refused the API key\./, limited: /It was asked too often\. 3 attempts/, failing: /It failed\./,
        redirect: /It redirects/, error: /It answered with an error\./, empty: /Its answer has nothing in it\./,
        html: /by its content type/, broken: /can't be read/, bytes: /can't be read/, nothing: /can't be read/,
        closed: /or it broke/, half: /or it broke/, huge: /too large/, announced: /too large/, headers: /too large/,
    };
    assert.deepEqual(Object.keys(reasons), faulty);
    for (const fault of faulty) {
        const shown = await ended(made, await startRun(made, made.one, fault));
        assert.match(shown.words, /0 of 1 passed · 1 critical failure · 1 error/, fault);
        assert.match(shown.words, reasons[fault], `${fault}: ${shown.words.slice(-500)}`);
    }
    const counts = new Map();
    for (const { body } of made.models.at('/v1/chat/completions')) {
        const { model } = JSON.parse(body);
        counts.set(model, (counts.get(model) ?? 0) + 1);
    }
    for (const fault of faulty) assert.equal(counts.get(fault), fault === 'limited' ? 3 : 1, fault);
});

test('runs: an endpoint that hangs, or never ends, is given up when its time is over', async () => {
    const made = await world();
    const paths = [await startRun(made, made.one, 'slow'), await startRun(made, made.one, 'drip')];
    for (const path of paths) assert.match((await ended(made, path)).words, /Error It did not answer in time\./);
});

test('runs: one that is canceled ends at once, and what was under way is counted when it comes', async () => {
    const made = await world();
    const run = await startRun(made, made.set, 'slow', { repeats: '5' });
    await waitFor(() => made.models.at('/v1/chat/completions').some((one) => JSON.parse(one.body).model === 'slow'));
    const canceled = await made.product.fill(run, 'Cancel run', {});
    expectStatus(canceled, 303);
    const shown = await made.product.get(run);
    assert.equal(shown.headers.refresh, undefined);
    assert.match(shown.words, /It was canceled\. 20 results of 20 missing\./);
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM model_calls WHERE run_id IS NOT NULL AND state = 'waiting'`), 0);
    assert.doesNotMatch(shown.text, /Cancel run/);
});

test('runs: a worker that is killed leaves nothing behind, and the run goes on', async () => {
    const made = await world();
    const asked = () => made.models.at('/v1/chat/completions').filter((one) => JSON.parse(one.body).model === 'slow').length;
    const before = asked();
    sql(made.server, `UPDATE model_calls SET due_at = created_at WHERE state = 'running'`);
    const run = await startRun(made, made.one, 'slow');
    await waitFor(() => asked() > before);
    const workers = made.server.tree().filter((one) => one.name === 'rostrum').map((one) => one.pid);
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    await waitFor(() => workers.every((pid) => !isAlive(pid)));
    const again = asked();
    sql(made.server, `UPDATE model_calls SET due_at = created_at WHERE state = 'running'`);
    await waitFor(() => asked() > again);
    const words = (await made.product.get(run)).words;
    assert.match(words, /0 of 1 results/);
    expectStatus(await made.product.fill(run, 'Cancel run', {}), 303);
});
