// Judges over HTTP: a run whose answers are judged, verdicts of people, and the page of the judge.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hex, sql, sqlNumber } from './engine.mjs';
import { createImport, createPrompt, expectStatus } from './people.mjs';
import { ended, estimate, prepareWorld, startRun } from './run_world.mjs';

const cases = [
    { id: 'c1', variables: { word: 'yes' }, checks: [{ type: 'contains', value: 'yes' }], critical: true },
    { id: 'c2', variables: { word: 'no' }, expected: 'never said', checks: [{ type: 'contains', value: 'no' }] },
];

let made;

async function prepare({ admin, server, models }) {
    const judge = await createPrompt(admin, { name: 'judges/strict', body: 'Is this right? {{output}} Wanted: {{expected}}' });
    const added = await admin.fill('/settings/endpoints/new', 'Add endpoint', {
        name: 'Judges', url: `http://127.0.0.1:${models.port}/v1`, secret: 'sk-y', timeout_s: '60', models: 'judge',
    });
    expectStatus(added, 303);
    const settings = { judge: { prompt: { name: 'judges/strict', version: 1 }, repeats: 3 } };
    const plan = await createImport(admin, { sets: [{ name: 'judged', versions: [{ version: 1, cases, settings }] }] });
    expectStatus(await admin.fill(plan, 'Import 1 record', {}), 303);
    const [digits] = sql(server, `SELECT ${hex('id')} FROM sets WHERE name = 'judged'`);
    return { judge, judges: added.location.split('/').pop(), set: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
}

before(async () => { made = await prepareWorld(['free-1'], prepare); });
after(() => made?.stop());

test('the judge is at another endpoint', async () => {
    const page = await estimate(made, made.set, 'free-1', { judge_model: `${made.endpoint} free-1` });
    expectStatus(page, 422);
    assert.match(page.words, /another endpoint than the model that it judges/);
});

test('answers are judged, and people outrank the judge', async () => {
    const shown = await estimate(made, made.set, 'free-1');
    assert.match(expectStatus(shown, 200).words, /2 calls, and 6 calls of the judge/);
    const run = await startRun(made, made.set, 'free-1');
    const page = await ended(made, run);
    assert.match(page.words, /2 of 2 passed/);
    assert.match(page.words, /judges\/strict v1 on Judges · judge ?, asked 3 times\. Its judge is not calibrated, so it only advises\./);
    const result = expectStatus(await made.product.get(`${run}/results/2`), 200);
    assert.match(result.words, /Judge Failed Score 0\.10/);
    assert.ok(result.words.includes('It says <b>no</b>.'));
    const walk = expectStatus(await made.product.get(`${run}/verdicts`), 200);
    assert.match(walk.words, /2 results without a verdict/);
    assert.ok(!walk.words.includes('It agrees.'));
    const said = await made.product.submit(walk, 'Fail', { why: 'Too short.' });
    expectStatus(said, 303);
    const next = expectStatus(await made.product.get(said.location), 200);
    assert.match(next.words, /You failed c1 ?\. The judge passed it, so you differ\./);
    assert.match(next.words, /1 result without a verdict/);
    assert.match((await made.product.get(run)).words, /1 of 2 passed · 1 critical failure/);
    const judged = expectStatus(await made.product.get(`${made.judge}/judge`), 200);
    assert.match(judged.words, /49 more verdicts of people are needed/);
    assert.match(judged.words, /c1 ?of [a-z/-]+ ?: the judge passed it, a person failed it/);
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM audit_events WHERE action = 'test.verdict'`), 1);
});

test('administrators change the least agreement', async () => {
    expectStatus(await made.admin.fill(`${made.judge}/judge`, 'Change least agreement', { floor: '90' }), 303);
    assert.match((await made.admin.get(`${made.judge}/judge`)).words, /at least 90% of them/);
    expectStatus(await made.admin.fill(`${made.judge}/judge`, 'Change least agreement', { floor: '20' }), 422);
    assert.ok(!(await made.product.get(`${made.judge}/judge`)).words.includes('Change least agreement'));
});
